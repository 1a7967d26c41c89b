import { formatNumber } from '@/lib/numbers.ts'
import { useQuery } from '@tanstack/react-query'
import { Download, TriangleAlert } from 'lucide-react'
import { fleetQuery } from '@/api/fleet-query.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { saveTextFile } from '@/lib/save-text-file.ts'
import { useNow } from '@/ui/feedback/use-now.ts'
import { Menu } from '@/ui/overlay/Menu.tsx'
import { FilterHandover } from './FilterHandover.tsx'
import { fleetCsv, fleetJson, gapsOf, gapTexts } from './fleet-export.ts'

interface ShownRowsActionsProps {
  /** What search and filters leave. */
  rows: readonly Cvm[]
  /** Only for admins, and only where a filter says which CVMs are meant. */
  offersInstanceIds: boolean
}

/** What can be done with the rows that are shown, ticked or not. */
export function ShownRowsActions({ rows, offersInstanceIds }: ShownRowsActionsProps) {
  const { data: fleet, error, dataUpdatedAt } = useQuery(fleetQuery)
  const now = useNow()
  if (!fleet) return null
  const gaps = gapsOf({ fleet, shown: rows.length, readAt: dataUpdatedAt, hasFailed: error !== null })
  const missing = gapTexts(gaps, new Date(now))
  const disabledReason = fleet.isPartial && !error ? 'The fleet is still loading.' : undefined
  const count = formatNumber(rows.length)
  return (
    <div className="flex flex-wrap items-center gap-2">
      {offersInstanceIds ? <FilterHandover rows={rows} isPartial={fleet.isPartial} /> : null}
      {missing.length > 0 && !disabledReason ? (
        <span className="inline-flex items-center gap-1.5 text-caution">
          <TriangleAlert aria-hidden className="size-3.5 shrink-0" />
          {gaps.notLoaded + gaps.unreadable > 0 ? 'An export lacks CVMs' : 'An export would be out of date'}
        </span>
      ) : null}
      <Menu
        label={`Export ${rows.length === 1 ? 'this CVM' : `these ${count}`}`}
        icon={Download}
        size="sm"
        {...(missing.length > 0 ? { header: <MissingTexts texts={missing} /> } : {})}
        items={[
          {
            id: 'csv',
            label: 'CSV, for spreadsheets',
            onSelect: () => saveTextFile('cvms.csv', fleetCsv(rows), 'text/csv'),
            disabledReason,
          },
          {
            id: 'json',
            label: missing.length > 0 ? 'JSON, which says what is missing' : 'JSON',
            onSelect: () => saveTextFile('cvms.json', fleetJson(rows, gaps), 'application/json'),
            disabledReason,
          },
        ]}
      >
        Export
      </Menu>
    </div>
  )
}

const MissingTexts = ({ texts }: { texts: readonly string[] }) => (
  <ul className="max-w-64 space-y-1 text-caution">
    {texts.map((text) => (
      <li key={text}>{text}</li>
    ))}
  </ul>
)
