import type { ComponentProps, ReactNode } from 'react'
import { Field } from '@/ui/controls/Field.tsx'
import { UndoButton } from '@/ui/controls/UndoButton.tsx'
import { ChangedMark } from '@/ui/feedback/ChangedMark.tsx'

interface EditFieldProps extends Omit<ComponentProps<typeof Field>, 'note' | 'noteAction'> {
  /** The value differs from what is stored. */
  changed: boolean
  /** The stored value, shown as "was 4". */
  was: ReactNode
  /** Puts the stored value back. */
  onUndo: () => void
}

/** A field that says that it was changed, from what, and how to undo that. */
export function EditField({ label, changed, was, onUndo, ...field }: EditFieldProps) {
  if (!changed) return <Field label={label} {...field} />
  const note = (
    <>
      was{' '}
      <span translate="no" className="font-mono">
        {was}
      </span>
    </>
  )
  return (
    <Field
      label={
        <>
          <ChangedMark />
          {label}
        </>
      }
      changed
      note={note}
      noteAction={<UndoButton what={label} onClick={onUndo} />}
      {...field}
    />
  )
}
