import { Check, Copy } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { writeClipboard } from '@/lib/write-clipboard.ts'
import { announce } from '@/ui/feedback/announce.ts'
import { buttonClass, type ButtonSize } from './button-class.ts'
import { classNames } from '@/ui/layout/class-names.ts'

interface CopyButtonProps {
  value: string
  /** What is copied, as in "Copy app id". */
  label: string
  /** Shows the words beside the icon. */
  withText?: boolean
  /** Looks like a button among others, for what one comes here to copy. */
  asButton?: ButtonSize
  /** Id of the element that holds the whole text, where less of it is shown. */
  describedBy?: string | undefined
  className?: string
}

/** Copies a text and says so, to the eye and to the ear. */
export function CopyButton({ value, label, withText = false, asButton, describedBy, className }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<'idle' | 'copied' | 'refused'>('idle')
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])

  async function copy() {
    const copied = await writeClipboard(value)
    setOutcome(copied ? 'copied' : 'refused')
    announce(copied ? `Copied ${label}` : 'The browser did not allow copying. Select the text instead.')
    clearTimeout(timer.current)
    timer.current = setTimeout(() => setOutcome('idle'), 2_000)
  }

  const words = { idle: `Copy ${label}`, copied: 'Copied', refused: 'Not allowed' }
  const Mark = outcome === 'copied' ? Check : Copy
  return (
    <button
      type="button"
      aria-label={`Copy ${label}`}
      aria-describedby={describedBy}
      title={outcome === 'refused' ? 'The browser did not allow copying. Select the text instead.' : words[outcome]}
      onClick={(event) => {
        event.stopPropagation()
        void copy()
      }}
      className={classNames(
        asButton
          ? buttonClass('secondary', asButton)
          : 'touch-area relative inline-flex h-6 min-w-6 shrink-0 items-center justify-center gap-1.5 rounded-sm text-muted hover:bg-hover hover:text-text',
        withText && !asButton && 'px-1.5 text-12 font-medium',
        className,
      )}
    >
      <Mark aria-hidden className="size-3.5" />
      {withText || asButton ? (
        // As wide as the longest of its words, whichever it says: nothing beside it moves.
        <span
          data-longest={Object.values(words).toSorted((a, b) => b.length - a.length)[0]}
          className="grid justify-items-start before:invisible before:h-0 before:overflow-hidden before:content-[attr(data-longest)]"
        >
          {words[outcome]}
        </span>
      ) : null}
    </button>
  )
}
