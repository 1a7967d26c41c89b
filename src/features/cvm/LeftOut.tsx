import { classNames } from '@/ui/layout/class-names.ts'

/**
 * Says that a list is not whole: `count` of its records could not be read, and so many are shown. Nothing where it is whole. A list of which
 * nothing could be read is never told as an empty one.
 */
export const LeftOut = ({ count, shown, className }: { count: number; shown: number; className?: string }) =>
  count === 0 ? null : (
    <p className={classNames('px-4 py-3 text-13 text-caution', className)}>
      {count} of {count + shown} could not be read and {count === 1 ? 'is' : 'are'} left out: the server describes{' '}
      {count === 1 ? 'it' : 'them'} in a format that this console does not know.
    </p>
  )
