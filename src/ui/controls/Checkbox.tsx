import { type ComponentProps, type ReactNode, useId } from 'react'
import { classNames } from '@/ui/layout/class-names.ts'
import { ChangedMark } from '@/ui/feedback/ChangedMark.tsx'

interface CheckboxProps extends Omit<ComponentProps<'input'>, 'type'> {
  label: ReactNode
  hint?: ReactNode
  changed?: boolean
}

/** A choice that takes effect with the form. */
export function Checkbox({ label, hint, changed = false, className, ...rest }: CheckboxProps) {
  const id = useId()
  return (
    <div className={classNames('flex gap-2.5', className)}>
      <input
        id={id}
        type="checkbox"
        aria-describedby={hint ? `${id}-hint` : undefined}
        {...rest}
        className="check-box mt-0.5 pointer-coarse:size-5"
      />
      <div className="min-w-0">
        <label htmlFor={id} className="flex items-center gap-2 text-13 font-medium">
          {changed ? <ChangedMark /> : null}
          {label}
        </label>
        {hint ? (
          <p id={`${id}-hint`} className="mt-0.5 text-12 text-muted">
            {hint}
          </p>
        ) : null}
      </div>
    </div>
  )
}
