import type { Fleet } from '@/api/fleet-query.ts'
import { counted, countedOf } from '@/lib/counted.ts'
import { formatNumber } from '@/lib/numbers.ts'
import { Spinner } from '@/ui/feedback/Spinner.tsx'
import type { Results } from './entries.ts'

interface SearchFooterProps {
  /** What was searched for. */
  typed: string
  results: Results
  fleet: Fleet | undefined
  isFetching: boolean
  hasFailed: boolean
}

/** How much was found, in how much, and which keys do what. */
export function SearchFooter({ typed, results: { total, unlisted }, fleet, isFetching, hasFailed }: SearchFooterProps) {
  const isIncomplete = fleet === undefined || fleet.isPartial
  const isSearch = typed.trim() !== ''
  return (
    <>
      {isSearch && total === 0 ? (
        <div className="px-6 py-8 text-center">
          <p className="text-14 font-semibold">Nothing found.</p>
          {isIncomplete ? <p className="mt-1 text-13 text-muted">Not all CVMs are loaded; one of the others may match.</p> : null}
        </div>
      ) : null}
      <div className="flex min-h-9 items-center border-t border-line px-4 py-1.5 text-12 text-muted tabular-nums">
        <output className="not-empty:pr-3">{isSearch ? resultWords(total, unlisted, isIncomplete && !hasFailed) : null}</output>
        <span className="flex items-center gap-1.5">
          {isIncomplete && isFetching ? <Spinner /> : null}
          {fleetWords(fleet, isFetching, isSearch)}
        </span>
        <span className="ml-auto hidden shrink-0 items-center gap-3 pl-3 sm:pointer-fine:flex">
          <Key name="↑↓">move</Key>
          <Key name="↵">open</Key>
          <Key name="esc">close</Key>
        </span>
      </div>
    </>
  )
}

function resultWords(total: number, unlisted: number, isGrowing: boolean) {
  const words = `${counted(total, 'result')}${isGrowing ? ' so far' : ''}`
  return unlisted > 0 ? `First ${formatNumber(total - unlisted)} of ${words}` : words
}

function fleetWords(fleet: Fleet | undefined, isFetching: boolean, isSearch: boolean) {
  if (!fleet) return isFetching ? 'Loading CVMs' : null
  if (fleet.isPartial) return `${countedOf(fleet.cvms.length, fleet.total, 'CVM')} loaded`
  const words = `${counted(fleet.cvms.length, 'CVM')}${fleet.unreadable > 0 ? `, without ${formatNumber(fleet.unreadable)} that this console cannot read` : ''}`
  return `${isSearch ? 'in' : 'Search in'} ${words}`
}

const Key = ({ name, children }: { name: string; children: string }) => (
  <span className="inline-flex items-center gap-1">
    <kbd translate="no" className="rounded-sm border border-line px-1 font-mono">
      {name}
    </kbd>
    {children}
  </span>
)
