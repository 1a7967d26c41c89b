import { useQuery } from '@tanstack/react-query'
import { fleetQuery } from '@/api/fleet-query.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { counted, countedOf } from '@/lib/counted.ts'
import { formatNumber } from '@/lib/numbers.ts'
import { Spinner } from '@/ui/feedback/Spinner.tsx'
import { ShownRowsActions } from './ShownRowsActions.tsx'

interface FleetFooterProps {
  /** What search and filters leave. */
  rows: readonly Cvm[]
  /** The states of what is in transition could not be renewed. */
  hasStatusError: boolean
  /** Only for admins, and only where a filter says which CVMs are meant. */
  offersInstanceIds: boolean
}

/** How many CVMs are shown and still to come, and what can be done with those that are shown. */
export function FleetFooter({ rows, hasStatusError, offersInstanceIds }: FleetFooterProps) {
  const { data: fleet, error } = useQuery(fleetQuery)
  if (!fleet) return null
  const { cvms, isPartial, total } = fleet
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-3">
      <output className="flex flex-wrap items-center gap-x-3 gap-y-1 tabular-nums">
        {rows.length === cvms.length && !isPartial
          ? counted(cvms.length, 'CVM')
          : countedOf(rows.length, isPartial ? total : cvms.length, 'CVM')}
        {isPartial && !error ? (
          <span className="inline-flex items-center gap-1.5">
            <Spinner />
            Loading {formatNumber(total - cvms.length)} more
          </span>
        ) : null}
        {hasStatusError && !error ? <span className="text-caution">Progress is not up to date: the status request failed.</span> : null}
      </output>
      {rows.length > 0 ? <ShownRowsActions rows={rows} offersInstanceIds={offersInstanceIds} /> : null}
    </div>
  )
}
