import { type ReactNode, useId, useMemo } from 'react'
import { classNames } from '@/ui/layout/class-names.ts'
import { FieldContext } from './field-context.ts'
import { UndoButton } from './UndoButton.tsx'
import { ChangedMark } from '@/ui/feedback/ChangedMark.tsx'

interface FieldProps {
  label: ReactNode
  /** Beside the label: what a change costs, the unit, a counter. */
  aside?: ReactNode
  hint?: ReactNode
  error?: ReactNode
  /** The value differs from what is stored. */
  changed?: boolean
  /** The stored value, shown as "was 4". */
  was?: ReactNode
  /** Puts the stored value back. */
  onUndo?: () => void
  className?: string
  /** One control: `TextInput`, `NumberInput`, `TextArea`, `Select`, … It finds its label, hint and error by itself. */
  children: ReactNode
}

/** A labelled control with hint, error, and the mark of a change. */
export function Field({ label, aside, hint, error, changed = false, was, onUndo, className, children }: FieldProps) {
  const id = useId()
  const hasError = Boolean(error)
  const hasHint = Boolean(hint)
  const hasWas = changed && was !== undefined && was !== null
  const wiring = useMemo(
    () => ({
      id,
      'aria-describedby':
        [hasError && `${id}-error`, hasWas && `${id}-was`, hasHint && `${id}-hint`].filter(Boolean).join(' ') || undefined,
      'aria-invalid': hasError || undefined,
      isChanged: changed,
    }),
    [id, hasError, hasHint, hasWas, changed],
  )
  return (
    <div className={classNames('min-w-0', className)}>
      <div className="mb-1.5 flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
        <label htmlFor={id} className="flex items-center gap-2 text-13 font-medium">
          {changed ? <ChangedMark /> : null}
          {label}
        </label>
        {aside ? <div className="flex items-center gap-2 text-12 text-muted">{aside}</div> : null}
      </div>
      <FieldContext value={wiring}>{children}</FieldContext>
      {hasWas || (changed && onUndo) ? (
        <div className="mt-1.5 flex min-w-0 items-center gap-2 text-12 text-changed">
          {hasWas ? (
            <span id={`${id}-was`} className="min-w-0 [overflow-wrap:anywhere]">
              was{' '}
              <span translate="no" className="font-mono">
                {was}
              </span>
            </span>
          ) : null}
          {onUndo ? <UndoButton what={label} onClick={onUndo} /> : null}
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
