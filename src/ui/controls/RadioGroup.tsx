import { type ReactNode, useId } from 'react'
import { classNames } from '@/ui/layout/class-names.ts'

interface RadioGroupProps<Value extends string> {
  label: ReactNode
  /** The legend is read, not seen. */
  isLabelHidden?: boolean
  value: Value
  onChange: (value: Value) => void
  options: {
    value: Value
    label: ReactNode
    hint?: ReactNode
    disabledReason?: string | null
    /** What the choice needs to know, shown with it once it is chosen. */
    detail?: ReactNode
  }[]
}

/** One of a few, each with room for an explanation. */
export function RadioGroup<Value extends string>({ label, isLabelHidden = false, value, onChange, options }: RadioGroupProps<Value>) {
  const id = useId()
  return (
    <fieldset className="min-w-0">
      <legend className={isLabelHidden ? 'sr-only' : 'mb-1.5 text-13 font-medium'}>{label}</legend>
      <div className="space-y-2">
        {options.map((option) => {
          const optionId = `${id}-${option.value}`
          const hint = option.disabledReason ?? option.hint
          return (
            <div key={option.value} className="flex gap-2.5">
              <input
                id={optionId}
                type="radio"
                name={id}
                checked={option.value === value}
                aria-disabled={option.disabledReason ? true : undefined}
                aria-describedby={hint ? `${optionId}-hint` : undefined}
                onChange={() => {
                  if (!option.disabledReason) onChange(option.value)
                }}
                className="radio-dot mt-0.5 pointer-coarse:size-5"
              />
              <div className="min-w-0">
                <label htmlFor={optionId} className={classNames('text-13 font-medium', option.disabledReason && 'text-muted')}>
                  {option.label}
                </label>
                {hint ? (
                  <p id={`${optionId}-hint`} className="mt-0.5 text-12 text-muted">
                    {hint}
                  </p>
                ) : null}
                {option.detail && option.value === value ? <div className="mt-2">{option.detail}</div> : null}
              </div>
            </div>
          )
        })}
      </div>
    </fieldset>
  )
}
