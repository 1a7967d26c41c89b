import type { ComponentProps } from 'react'
import { classNames } from '@/ui/layout/class-names.ts'
import { controlClass } from './control-class.ts'
import { useFieldWiring } from './field-context.ts'

interface NumberInputProps extends Omit<ComponentProps<'input'>, 'type'> {
  /** Shown inside the field at its right, as in "GB". */
  unit?: string
}

/**
 * A number, typed. Not `type="number"`: that one changes by scrolling over it and hides what was mistyped. The form decides what is valid,
 * and the whole text stays visible.
 */
export function NumberInput({ unit, className, ...rest }: NumberInputProps) {
  const { aria, isChanged } = useFieldWiring()
  const hasError = aria['aria-invalid'] ?? Boolean(rest['aria-invalid'])
  return (
    <div className={classNames('relative', className)}>
      <input
        type="text"
        inputMode="decimal"
        autoComplete="off"
        {...aria}
        {...rest}
        className={classNames(controlClass({ isChanged, hasError }), 'h-8 tabular-nums pointer-coarse:h-11', unit && 'pr-14')}
      />
      {unit ? <span className="pointer-events-none absolute inset-y-0 right-2.5 flex items-center text-12 text-muted">{unit}</span> : null}
    </div>
  )
}
