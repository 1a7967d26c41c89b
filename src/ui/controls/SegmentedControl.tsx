import { type ReactNode, useId } from 'react'
import { classNames } from '@/ui/layout/class-names.ts'
import type { Icon } from '@/ui/layout/icon.ts'

interface SegmentedControlProps<Value extends string> {
  /** Read, not seen. */
  label: string
  value: Value
  onChange: (value: Value) => void
  options: { value: Value; label: ReactNode; icon?: Icon; isLabelHidden?: boolean }[]
  className?: string
}

/** One of two to five short words, side by side. Radio buttons underneath: arrow keys move. */
export function SegmentedControl<Value extends string>({ label, value, onChange, options, className }: SegmentedControlProps<Value>) {
  const name = useId()
  return (
    <fieldset className={classNames('inline-flex max-w-full min-w-0 rounded-md border border-line bg-sunken p-0.5', className)}>
      <legend className="sr-only">{label}</legend>
      {options.map((option) => (
        <label
          key={option.value}
          className="relative flex h-7 min-w-0 cursor-pointer items-center justify-center gap-1.5 rounded-sm px-2.5 text-12 font-medium text-muted hover:text-text has-checked:bg-raised has-checked:text-text has-checked:ring-1 has-checked:ring-line has-focus-visible:outline-2 has-focus-visible:outline-offset-1 has-focus-visible:outline-accent pointer-coarse:h-11"
        >
          <input
            type="radio"
            name={name}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
            className="absolute inset-0 m-0 cursor-pointer appearance-none outline-none"
          />
          {option.icon ? <option.icon aria-hidden className="size-3.5 shrink-0" /> : null}
          <span className={option.isLabelHidden ? 'sr-only' : 'truncate'}>{option.label}</span>
        </label>
      ))}
    </fieldset>
  )
}
