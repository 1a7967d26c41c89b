import { type ComponentProps, type ReactNode, useId } from 'react'
import { classNames } from '@/ui/layout/class-names.ts'
import { ChangedMark } from '@/ui/feedback/ChangedMark.tsx'

interface SwitchProps extends Omit<ComponentProps<'input'>, 'type'> {
  label: ReactNode
  hint?: ReactNode
  aside?: ReactNode
  changed?: boolean
}

/** On or off. A checkbox underneath, so `{...register('publicLogs')}` works. */
export function Switch({ label, hint, aside, changed = false, className, ...rest }: SwitchProps) {
  const id = useId()
  return (
    <div className={classNames('flex items-start gap-3', className)}>
      <span className="relative mt-0.5 inline-flex h-4.5 w-8 shrink-0">
        <input
          id={id}
          type="checkbox"
          // A checkbox brings its own aria-checked.
          // oxlint-disable-next-line jsx-a11y/role-has-required-aria-props
          role="switch"
          aria-describedby={hint ? `${id}-hint` : undefined}
          {...rest}
          className="peer absolute inset-0 z-1 m-0 cursor-pointer appearance-none rounded-full border border-edge bg-sunken transition-colors duration-100 checked:border-accent checked:bg-accent disabled:cursor-not-allowed disabled:opacity-60"
        />
        <span
          aria-hidden
          className="pointer-events-none absolute top-0.75 left-0.75 z-2 size-3 rounded-full bg-muted transition-transform duration-100 peer-checked:translate-x-3.5 peer-checked:bg-accent-on"
        />
      </span>
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-center justify-between gap-x-3">
          <label htmlFor={id} className="flex items-center gap-2 text-13 font-medium">
            {changed ? <ChangedMark /> : null}
            {label}
          </label>
          {aside ? <div className="flex items-center gap-2 text-12 text-muted">{aside}</div> : null}
        </div>
        {hint ? (
          <p id={`${id}-hint`} className="mt-0.5 text-12 text-muted">
            {hint}
          </p>
        ) : null}
      </div>
    </div>
  )
}
