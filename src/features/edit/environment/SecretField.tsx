import { Eye, EyeOff } from 'lucide-react'
import { type KeyboardEvent, useId, useLayoutEffect, useRef, useState } from 'react'
import { isComposing } from '@/ui/controls/is-composing.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { classNames } from '@/ui/layout/class-names.ts'
import { controlClass } from '@/ui/controls/control-class.ts'

interface SecretFieldProps {
  /** The name that it belongs to; read by screen readers as "Value of NAME". */
  name: string
  /** `null` while nothing was entered. */
  value: string | null
  onChange: (value: string | null) => void
  problem: string | null
  note: string | null
}

const mostLines = 8

/**
 * A value that is hidden until asked for, with as many lines as it has. The text is a property of the element and never one of its
 * attributes or children, so no serialised page holds it; and it is no password field, since browsers offer to save those.
 */
export function SecretField({ name, value, onChange, problem, note }: SecretFieldProps) {
  const id = useId()
  const field = useRef<HTMLTextAreaElement>(null)
  const [isRevealed, setRevealed] = useState(false)
  const text = value ?? ''
  const lines = text.split('\n').length

  useLayoutEffect(() => {
    // Not while it is the same: setting it would move the cursor.
    if (field.current && field.current.value !== text) field.current.value = text
  }, [text])

  function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>) {
    if (event.key !== 'Enter' || event.shiftKey || isComposing(event) || lines > 1) return
    // One line behaves as an input does: Enter goes on, and no line break slips into a secret.
    event.preventDefault()
    event.currentTarget.form?.requestSubmit()
  }

  return (
    <div className="min-w-0">
      <div className="flex items-start gap-1">
        <textarea
          ref={field}
          rows={Math.min(lines, mostLines)}
          wrap="off"
          aria-label={`Value of ${name || 'the new variable'}`}
          aria-invalid={problem ? true : undefined}
          aria-describedby={problem || note ? `${id}-text` : undefined}
          autoComplete="off"
          autoCapitalize="off"
          autoCorrect="off"
          spellCheck={false}
          data-1p-ignore=""
          data-bwignore=""
          data-form-type="other"
          data-lpignore="true"
          placeholder={value === '' ? 'empty' : 'enter the value'}
          onChange={(event) => onChange(event.target.value === '' ? null : event.target.value)}
          onKeyDown={onKeyDown}
          className={classNames(
            controlClass({ isChanged: value !== null, hasError: Boolean(problem) }),
            'block min-h-8 resize-none overflow-x-auto py-1.5 font-mono leading-5 [scrollbar-width:none] pointer-coarse:min-h-11',
            !isRevealed && text !== '' && '[-webkit-text-security:disc]',
          )}
        />
        <Button
          variant="quiet"
          icon={isRevealed ? EyeOff : Eye}
          aria-label={`Show the value of ${name || 'the new variable'}`}
          aria-pressed={isRevealed}
          tooltip={isRevealed ? 'Hide' : 'Show'}
          onClick={() => setRevealed(!isRevealed)}
        />
      </div>
      {problem || note ? (
        <p id={`${id}-text`} className={classNames('mt-1 text-12', problem ? 'text-stop' : 'text-caution')}>
          {problem ?? note}
        </p>
      ) : null}
      {value === null ? (
        <button
          type="button"
          onClick={() => onChange('')}
          className="mt-1 inline-flex h-6 items-center rounded-sm text-12 text-accent underline decoration-accent/40 underline-offset-4 hover:decoration-accent"
        >
          Use an empty value<span className="sr-only"> for {name || 'the new variable'}</span>
        </button>
      ) : null}
    </div>
  )
}
