import { ShieldCheck } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { RefreshStatus } from '@/api/schemas/instance-ids.ts'
import { instanceIdSource } from '@/domain/instance-id-source.ts'
import { Badge, type BadgeTone } from '@/ui/Badge.tsx'
import type { DataColumn, TableSelection } from '@/ui/data-table-types.ts'
import { DataTable } from '@/ui/DataTable.tsx'
import { Field } from '@/ui/Field.tsx'
import { TextInput } from '@/ui/TextInput.tsx'
import { IdChange } from './IdChange.tsx'
import { counted, type PlanRow } from './refresh-plan.ts'
import { outcomeKinds, outcomeWords, type OutcomeKind, type RowOutcome } from './row-outcome.ts'

/** A row of the plan and, once there is a run, what became of it. */
export interface ShownRow {
  row: PlanRow
  outcome: RowOutcome | null
}

const statusTones: Record<RefreshStatus, BadgeTone> = {
  updated: 'changed',
  unchanged: 'neutral',
  skipped: 'neutral',
  conflict: 'caution',
  error: 'stop',
}

export const outcomeTones: Record<OutcomeKind, BadgeTone> = {
  written: 'changed',
  'written-differently': 'stop',
  changed: 'caution',
  refused: 'stop',
  unknown: 'stop',
  'not-sent': 'neutral',
  'to-come': 'neutral',
  conflict: 'caution',
  error: 'stop',
  unchanged: 'neutral',
  skipped: 'neutral',
}

const sourceOf = ({ source, status }: PlanRow) =>
  source === 'none' ? (status === 'skipped' ? 'not looked up' : 'not found') : instanceIdSource(source)

const reasonOf = ({ row, outcome }: ShownRow) => (outcome ? outcome.detail : row.reason)
const result = ({ row, outcome }: ShownRow) =>
  outcome ? (
    <Badge tone={outcomeTones[outcome.kind]}>{outcomeWords[outcome.kind].label}</Badge>
  ) : (
    <Badge tone={statusTones[row.status]}>{row.status}</Badge>
  )

const columnsOf = (isRun: boolean): DataColumn<ShownRow>[] => [
  {
    id: 'result',
    header: isRun ? 'Outcome' : 'Preview',
    width: isRun ? 176 : 100,
    cell: result,
    sortValue: ({ row, outcome }) => outcome?.kind ?? row.status,
  },
  {
    id: 'cvm',
    header: 'CVM',
    width: 230,
    grow: true,
    sortValue: ({ row }) => row.name ?? row.id,
    cell: ({ row }) => (
      <span title={row.name ? `${row.name}, ${row.id}` : row.id}>
        {row.name ? <span className="mr-2 font-medium">{row.name}</span> : null}
        <code className="font-mono text-12 text-muted">{row.id}</code>
      </span>
    ),
  },
  { id: 'change', header: 'Stored → found', width: 316, cell: ({ row }) => <IdChange row={row} /> },
  {
    id: 'source',
    header: 'Found by',
    width: 176,
    sortValue: ({ row }) => `${row.verifiedWithGateway ? 0 : 1} ${row.source}`,
    cell: ({ row }) => (
      <span title={row.source === 'none' ? undefined : `${sourceOf(row)}, ${row.verifiedWithGateway ? '' : 'not '}verified by the gateway`}>
        {sourceOf(row)}
        {row.verifiedWithGateway ? <Verified /> : null}
      </span>
    ),
  },
  {
    id: 'reason',
    header: 'Reason',
    width: 160,
    grow: true,
    cell: (shown) => (
      <span className="text-muted" title={reasonOf(shown) ?? undefined}>
        {reasonOf(shown) ?? ''}
      </span>
    ),
  },
]

const Verified = () => (
  <span className="ml-2 inline-flex items-center gap-1 align-middle text-12 text-verified">
    <ShieldCheck aria-hidden className="size-3.5" />
    verified
  </span>
)

const planColumns = columnsOf(false)
const runColumns = columnsOf(true)
/** What someone came for stands on top: what changes, then what went wrong, then the rest. */
const statusRank: Record<RefreshStatus, number> = { updated: 0, conflict: 1, error: 2, unchanged: 3, skipped: 4 }
const rankOf = ({ row, outcome }: ShownRow) => (outcome ? outcomeKinds.indexOf(outcome.kind) : statusRank[row.status])

const keyOf = ({ row }: ShownRow) => row.id

const narrow = {
  rowHeight: 112,
  cell: (shown: ShownRow) => (
    <div className="min-w-0 space-y-1 py-2">
      <div className="flex min-w-0 items-center justify-between gap-2">
        <span className="truncate font-medium">{shown.row.name ?? shown.row.id}</span>
        {result(shown)}
      </div>
      <IdChange row={shown.row} />
      <p className="truncate text-12 text-muted">
        {[
          shown.row.name ? shown.row.id : null,
          sourceOf(shown.row),
          shown.row.source === 'none' ? null : shown.row.verifiedWithGateway ? 'verified' : 'not verified',
          reasonOf(shown),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
    </div>
  ),
}

interface RowsTableProps {
  label: string
  rows: ShownRow[]
  isRun: boolean
  /** Boxes for the conflicts that may be overwritten. */
  selection?: TableSelection<ShownRow>
}

/** The rows of a plan or a run, searched by name, id or instance ID. */
export function RowsTable({ label, rows, isRun, selection }: RowsTableProps) {
  const [search, setSearch] = useState('')
  const shown = useMemo(() => {
    const wanted = search.trim().toLowerCase()
    const ranked = rows.toSorted((a, b) => rankOf(a) - rankOf(b))
    if (wanted === '') return ranked
    return ranked.filter(({ row }) =>
      [row.id, row.name, row.oldInstanceId, row.newInstanceId].some((text) => text?.toLowerCase().includes(wanted) ?? false),
    )
  }, [rows, search])
  return (
    <div className="space-y-3">
      <Field label="Find a CVM" className="max-w-xs">
        <TextInput type="search" placeholder="Name, id or instance ID" value={search} onChange={(event) => setSearch(event.target.value)} />
      </Field>
      <DataTable
        label={label}
        rows={shown}
        columns={isRun ? runColumns : planColumns}
        rowKey={keyOf}
        narrow={narrow}
        {...(selection ? { selection } : {})}
        maxHeight="32rem"
        empty={
          <p className="px-4 py-8 text-center text-13 text-muted">{search ? 'No CVM here fits the search.' : 'No CVM in this group.'}</p>
        }
        footer={shown.length === rows.length ? counted(rows.length, 'CVM') : `${shown.length} of ${counted(rows.length, 'CVM')}`}
      />
    </div>
  )
}
