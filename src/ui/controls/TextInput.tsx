import type { ComponentProps } from 'react'
import { classNames } from '@/ui/layout/class-names.ts'
import { controlClass } from './control-class.ts'
import { useFieldWiring } from './field-context.ts'

/** One line of text. Takes every prop of an `input`, so `{...register('name')}` works. */
export function TextInput({ className, mono = false, ...rest }: ComponentProps<'input'> & { mono?: boolean }) {
  const { aria, isChanged } = useFieldWiring()
  const hasError = aria['aria-invalid'] ?? Boolean(rest['aria-invalid'])
  return (
    <input
      type="text"
      autoComplete="off"
      spellCheck={false}
      {...aria}
      {...rest}
      className={classNames(controlClass({ isChanged, hasError }), 'h-8 pointer-coarse:h-11', mono && 'font-mono', className)}
    />
  )
}
