import { type ReactNode, useId, useMemo } from 'react'
import { classNames } from '@/ui/layout/class-names.ts'
import { FieldContext } from './field-context.ts'

interface FieldProps {
  label: ReactNode
  /** Beside the label: what a change costs, the unit, a counter. */
  aside?: ReactNode
  hint?: ReactNode
  error?: ReactNode
  /** The value differs from what is stored. */
  changed?: boolean
  /** Below the control, and told with it: what was there before. */
  note?: ReactNode
  /** Beside the note, such as the way back to it. */
  noteAction?: ReactNode
  className?: string
  /** One control: `TextInput`, `NumberInput`, `TextArea`, `Select`, … It finds its label, hint and error by itself. */
  children: ReactNode
}

/** A labelled control with hint and error. */
export function Field({ label, aside, hint, error, changed = false, note, noteAction, className, children }: FieldProps) {
  const id = useId()
  const hasError = Boolean(error)
  const hasHint = Boolean(hint)
  const hasNote = Boolean(note)
  const wiring = useMemo(
    () => ({
      id,
      'aria-describedby':
        [hasError && `${id}-error`, hasNote && `${id}-note`, hasHint && `${id}-hint`].filter(Boolean).join(' ') || undefined,
      'aria-invalid': hasError || undefined,
      isChanged: changed,
    }),
    [id, hasError, hasHint, hasNote, changed],
  )
  return (
    <div className={classNames('min-w-0', className)}>
      <div className="mb-1.5 flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
        <label htmlFor={id} className="flex items-center gap-2 text-13 font-medium">
          {label}
        </label>
        {aside ? <div className="flex items-center gap-2 text-12 text-muted">{aside}</div> : null}
      </div>
      <FieldContext value={wiring}>{children}</FieldContext>
      {hasNote || noteAction ? (
        <div className="mt-1.5 flex min-w-0 items-center gap-2 text-12 text-changed">
          {hasNote ? (
            <span id={`${id}-note`} className="min-w-0 [overflow-wrap:anywhere]">
              {note}
            </span>
          ) : null}
          {noteAction}
        </div>
      ) : null}
      {error ? (
        <p id={`${id}-error`} className="mt-1.5 text-12 text-stop">
          {error}
        </p>
      ) : null}
      {hint ? (
        <p id={`${id}-hint`} className="mt-1.5 text-12 text-muted">
          {hint}
        </p>
      ) : null}
    </div>
  )
}
