import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'
import { Skeleton } from './Skeleton.tsx'

/** Terms and values, one under the other; with `columns={2}` side by side where there is room. */
export const DefinitionList = ({ columns = 1, children }: { columns?: 1 | 2; children: ReactNode }) => (
  <dl className={classNames('grid gap-x-8 gap-y-2', columns === 2 && 'lg:grid-cols-2')}>{children}</dl>
)

interface DefinitionProps {
  term: ReactNode
  /** `null` and an empty text are shown as "not reported". */
  children?: ReactNode
}

/** One term with its value. */
export function Definition({ term, children }: DefinitionProps) {
  const isMissing = children === null || children === undefined || children === ''
  return (
    // On a phone the terms give way: an address with its first and last 8 characters is to be seen whole.
    <div className="grid min-w-0 grid-cols-[6.5rem_minmax(0,1fr)] items-baseline gap-x-3 sm:grid-cols-[minmax(6rem,9rem)_minmax(0,1fr)] sm:gap-x-4">
      <dt className="text-13 text-muted">{term}</dt>
      <dd className="min-w-0 text-13 [overflow-wrap:anywhere]">
        {isMissing ? <span className="text-muted">not reported</span> : children}
      </dd>
    </div>
  )
}

/**
 * In the place of an id that is still being read, or was not: as tall as one is, with its copy button and on a phone a second line that says what
 * it is, so that what stands below does not move when it arrives.
 */
export const AwaitedId = ({ children }: { children: ReactNode }) => (
  // An invisible character gives it the baseline of a text while there is none.
  <span className="inline-flex h-6 items-center text-muted before:content-['\200b'] max-sm:h-11">{children}</span>
)

/** One line of a value that is being read, as tall as a text or, with `isId`, as an id with its copy button. */
export const AwaitedLine = ({ isId = false }: { isId?: boolean }) => (
  <span className={isId ? 'block font-mono text-12' : 'block'}>
    <span className="flex items-center before:content-['\200b']">
      <span className={isId ? 'flex h-6 items-center' : 'flex h-5 items-center'}>
        <Skeleton className={isId ? 'h-4 w-44' : 'h-4 w-32'} />
      </span>
    </span>
  </span>
)
