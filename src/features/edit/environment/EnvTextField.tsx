import { useEffect, useRef } from 'react'
import { counted } from '@/lib/counted.ts'
import { lineCount } from '@/lib/text-size.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { classNames } from '@/ui/layout/class-names.ts'
import { controlClass } from '@/ui/controls/control-class.ts'

interface EnvTextFieldProps {
  id: string
  text: string
  onChange: (text: string) => void
  describedBy: string | undefined
  hasError: boolean
}

/** To lay out much more, browsers need seconds in which nothing else moves. An environment has 1,024 names at most. */
const mostLines = 1_500
const mostCharacters = 40_000
const isTooLongToShow = (text: string) => text.length > mostCharacters || (text.length > mostLines && lineCount(text) > mostLines)

/** Takes `.env` text that is typed, pasted or handed in as `text`. A very long one is taken as a whole, and only its size is shown. */
export function EnvTextField({ id, text, onChange, describedBy, hasError }: EnvTextFieldProps) {
  const field = useRef<HTMLTextAreaElement>(null)
  const remove = useRef<HTMLButtonElement>(null)
  /** It was typed or pasted here, or removed: what takes the place of the pressed or focused part gets the focus. */
  const actsHere = useRef(false)
  const isAside = isTooLongToShow(text)

  // Uncontrolled: React would write a controlled text into the element's children as well.
  useEffect(() => {
    if (field.current && field.current.value !== text) field.current.value = text
  }, [text])
  const change = (next: string) => {
    actsHere.current = isTooLongToShow(next) !== isAside
    onChange(next)
  }
  useEffect(() => {
    if (actsHere.current) (isAside ? remove : field).current?.focus()
    actsHere.current = false
  }, [isAside])

  if (isAside)
    return (
      <div className="flex flex-wrap items-center justify-between gap-x-3 gap-y-2 rounded border border-line bg-sunken px-3 py-2">
        <output id={`${id}-size`} className="text-13">
          {counted(lineCount(text), 'line')}, {counted(text.length, 'character')}: too long to show here.
        </output>
        <Button
          ref={remove}
          size="sm"
          aria-describedby={describedBy ? `${id}-size ${describedBy}` : `${id}-size`}
          onClick={() => change('')}
        >
          Remove the text
        </Button>
      </div>
    )
  return (
    <textarea
      ref={field}
      id={id}
      rows={7}
      autoComplete="off"
      autoCapitalize="off"
      autoCorrect="off"
      spellCheck={false}
      aria-describedby={describedBy}
      placeholder={'DATABASE_URL=postgres://…\nAPI_KEY="…"'}
      onChange={(event) => change(event.target.value)}
      onPaste={(event) => {
        const { value, selectionStart, selectionEnd } = event.currentTarget
        const pasted = event.clipboardData.getData('text/plain').replace(/\r\n?/g, '\n')
        const whole = value.slice(0, selectionStart) + pasted + value.slice(selectionEnd)
        if (!isTooLongToShow(whole)) return
        event.preventDefault()
        change(whole)
      }}
      className={classNames(controlClass({ hasError }), 'block py-1.5 font-mono leading-5')}
    />
  )
}
