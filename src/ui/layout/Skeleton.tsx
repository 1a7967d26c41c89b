import { classNames } from './class-names.ts'

/** Keeps the place of something that is loading, in its final size; give it the size by class, as in `h-4 w-24`. */
export const Skeleton = ({ className }: { className?: string }) => (
  <span aria-hidden className={classNames('block max-w-full rounded-sm bg-line/60', className ?? 'h-4 w-24')} />
)
