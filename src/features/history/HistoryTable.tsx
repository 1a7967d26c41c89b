import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { operationWords } from '@/domain/operation-texts.ts'
import { formatDuration } from '@/lib/durations.ts'
import { isolated } from '@/lib/isolated.ts'
import { DataTable } from '@/ui/data-table/DataTable.tsx'
import type { DataColumn, TableSort } from '@/ui/data-table/data-table-types.ts'
import { Age } from '@/ui/feedback/Age.tsx'
import { StatusBadge } from '@/ui/feedback/StatusBadge.tsx'
import { Name } from '@/ui/layout/Name.tsx'
import type { HistoryRow } from './history-reader.ts'
import { outcomeOf } from './history-texts.ts'

interface HistoryTableProps {
  rows: readonly HistoryRow[]
  sort: TableSort
  onSortChange: (sort: TableSort) => void
  isReading: boolean
  empty: ReactNode
  footer: ReactNode
}

const missing = <span className="text-muted">not reported</span>
const rowKey = ({ key }: HistoryRow) => key

const CvmLink = ({ row }: { row: HistoryRow }) => (
  <Link
    to="/cvms/$cvmId"
    params={{ cvmId: row.cvmId }}
    search={{ tab: 'operations' }}
    className="truncate font-medium text-text group-hover/row:text-accent"
    title={`${isolated(row.cvmName)}, ${row.cvmId}`}
  >
    <Name>{row.cvmName}</Name>
  </Link>
)

const Started = ({ row }: { row: HistoryRow }) => (row.startedAt ? <Age by="server" at={row.startedAt} plain /> : missing)

function Outcome({ row }: { row: HistoryRow }) {
  const { word, tone } = outcomeOf(row.status)
  return (
    <span className="flex min-w-0 items-center gap-2">
      <StatusBadge tone={tone} label={word} className="shrink-0" />
      {row.errorMessage ? (
        <span className="truncate text-12 text-muted" title={row.errorMessage}>
          {row.errorMessage}
        </span>
      ) : null}
    </span>
  )
}

const took = ({ durationMs }: HistoryRow) =>
  durationMs === null ? null : durationMs < 1000 ? 'under 1 s' : formatDuration(durationMs / 1000)

const columns: DataColumn<HistoryRow>[] = [
  {
    id: 'started',
    header: 'Started',
    width: 116,
    cell: (row) => <Started row={row} />,
    sortValue: ({ startedAt }) => (startedAt ? Date.parse(startedAt) : null),
  },
  {
    id: 'cvm',
    header: 'CVM',
    width: 180,
    grow: true,
    isRowHeader: true,
    cell: (row) => <CvmLink row={row} />,
    sortValue: ({ cvmName }) => cvmName,
  },
  {
    id: 'operation',
    header: 'Operation',
    width: 170,
    cell: (row) => operationWords(row),
    sortValue: (row) => operationWords(row),
  },
  {
    id: 'outcome',
    header: 'Outcome',
    width: 260,
    grow: true,
    cell: (row) => <Outcome row={row} />,
    sortValue: ({ status }) => status,
  },
  {
    id: 'by',
    header: 'By',
    width: 130,
    cell: ({ triggeredBy }) => (triggeredBy ? <Name>{triggeredBy}</Name> : missing),
    sortValue: ({ triggeredBy }) => triggeredBy,
  },
  {
    id: 'took',
    header: 'Took',
    width: 112,
    align: 'right',
    // Of what has not ended nothing is missing.
    cell: (row) => took(row) ?? (outcomeOf(row.status).tone === 'moving' ? null : missing),
    sortValue: ({ durationMs }) => durationMs,
  },
]

const narrow = {
  cell: (row: HistoryRow) => (
    <div className="min-w-0 space-y-1">
      <div className="flex min-w-0 items-center justify-between gap-3">
        <CvmLink row={row} />
        <span className="shrink-0 text-12 text-muted">
          <Started row={row} />
        </span>
      </div>
      <div className="flex min-w-0 items-center justify-between gap-3 text-12">
        <span className="truncate">
          {operationWords(row)}
          {row.triggeredBy ? (
            <span className="text-muted">
              {' by '}
              <Name>{row.triggeredBy}</Name>
            </span>
          ) : null}
        </span>
        <StatusBadge {...outcomeOf(row.status)} label={outcomeOf(row.status).word} className="shrink-0" />
      </div>
    </div>
  ),
  rowHeight: 60,
}

/** Operations, the newest first; a row opens its CVM’s operations. */
export const HistoryTable = ({ rows, sort, onSortChange, isReading, empty, footer }: HistoryTableProps) => (
  <DataTable
    label="Operations"
    rows={rows}
    columns={columns}
    rowKey={rowKey}
    sort={sort}
    onSortChange={onSortChange}
    hasRowLinks
    narrow={narrow}
    loadingRows={isReading ? 8 : 0}
    maxHeight="max(24rem, 100dvh - 18rem)"
    empty={empty}
    footer={footer}
  />
)
