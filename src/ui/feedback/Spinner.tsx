import { LoaderCircle } from 'lucide-react'
import { classNames } from '@/ui/layout/class-names.ts'

/** Something is under way. A word must stand beside it. */
export const Spinner = ({ className }: { className?: string }) => (
  <LoaderCircle aria-hidden className={classNames('size-3.5 shrink-0 animate-spin', className)} strokeWidth={2} />
)
