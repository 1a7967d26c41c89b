import type { ComponentProps } from 'react'
import { classNames } from '@/ui/layout/class-names.ts'
import { controlClass } from './control-class.ts'
import { useFieldWiring } from './field-context.ts'

/** Several lines of text. */
export function TextArea({ className, mono = false, ...rest }: ComponentProps<'textarea'> & { mono?: boolean }) {
  const { aria, isChanged } = useFieldWiring()
  const hasError = aria['aria-invalid'] ?? Boolean(rest['aria-invalid'])
  return (
    <textarea
      rows={4}
      autoComplete="off"
      spellCheck={false}
      {...aria}
      {...rest}
      className={classNames(controlClass({ isChanged, hasError }), 'block py-1.5 leading-5', mono && 'font-mono', className)}
    />
  )
}
