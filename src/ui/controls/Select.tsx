import { ChevronDown } from 'lucide-react'
import type { ComponentProps } from 'react'
import { classNames } from '@/ui/layout/class-names.ts'
import { controlClass } from './control-class.ts'
import { useFieldWiring } from './field-context.ts'

/** The browser's own select: every keyboard and every phone knows it. Options are its children. */
export function Select({ className, children, ...rest }: ComponentProps<'select'>) {
  const { aria, isChanged } = useFieldWiring()
  const hasError = aria['aria-invalid'] ?? Boolean(rest['aria-invalid'])
  return (
    <div className={classNames('relative min-w-0', className)}>
      <select
        {...aria}
        {...rest}
        className={classNames(controlClass({ isChanged, hasError }), 'h-8 appearance-none truncate pr-8 pointer-coarse:h-11')}
      >
        {children}
      </select>
      <ChevronDown aria-hidden className="pointer-events-none absolute top-1/2 right-2 size-4 -translate-y-1/2 text-muted" />
    </div>
  )
}
