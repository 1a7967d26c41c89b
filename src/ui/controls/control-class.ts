import { classNames } from '@/ui/layout/class-names.ts'

/** The look that all text-like controls share. */
export const controlClass = ({ isChanged = false, hasError = false }: { isChanged?: boolean; hasError?: boolean } = {}) =>
  classNames(
    'w-full min-w-0 rounded-md border px-2.5 text-13 text-text transition-colors duration-100 hover:border-muted disabled:cursor-not-allowed disabled:bg-sunken disabled:text-muted [&[readonly]]:bg-sunken pointer-coarse:text-16',
    hasError ? 'border-stop bg-raised' : isChanged ? 'border-changed bg-changed-soft' : 'border-edge bg-raised',
  )
