import { ShieldCheck } from 'lucide-react'
import { createContext, memo, use, useMemo, useState } from 'react'
import type { RefreshStatus } from '@/api/schemas/instance-ids.ts'
import { instanceIdSource } from '@/maintenance/instance-ids/instance-id-source.ts'
import { abbreviate } from '@/lib/abbreviate.ts'
import { Badge, type BadgeTone } from '@/ui/feedback/Badge.tsx'
import { classNames } from '@/ui/layout/class-names.ts'
import type { DataColumn, TableSelection } from '@/ui/data-table/data-table-types.ts'
import { DataTable } from '@/ui/data-table/DataTable.tsx'
import { Field } from '@/ui/controls/Field.tsx'
import { TextInput } from '@/ui/controls/TextInput.tsx'
import { Name } from '@/ui/layout/Name.tsx'
import { isolated } from '@/lib/isolated.ts'
import { IdChange } from './IdChange.tsx'
import { counted, countedOf } from '@/lib/counted.ts'
import type { PlanRow } from '@/maintenance/instance-ids/refresh-plan.ts'
import { outcomeKinds, outcomeWords, previewWords, type OutcomeKind, type RowOutcome } from '@/maintenance/instance-ids/row-outcome.ts'
import { verificationWords } from '@/maintenance/instance-ids/instance-id-source.ts'

/** What became of each row of the plan. */
type Outcomes = ReadonlyMap<string, RowOutcome>

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
  'under-way': 'neutral',
  'to-come': 'neutral',
  conflict: 'caution',
  error: 'stop',
  unchanged: 'neutral',
  skipped: 'neutral',
}

const sourceOf = ({ source, status }: PlanRow) =>
  source === 'none' ? (status === 'skipped' ? 'not looked up' : 'not found') : instanceIdSource(source)

// What changes while thousands of rows are written reaches the cells in sight, past the table: it would go through all rows each time.
const OutcomesNow = createContext<Outcomes | null>(null)

function Result({ row }: { row: PlanRow }) {
  const outcome = use(OutcomesNow)?.get(row.id)
  return outcome ? (
    <Badge tone={outcomeTones[outcome.kind]}>{outcomeWords[outcome.kind].label}</Badge>
  ) : (
    <Badge tone={statusTones[row.status]}>{previewWords[row.status]}</Badge>
  )
}

/** Nothing where there is none; `mark` stands between it and what comes before it. */
function Reason({ row, mark = '' }: { row: PlanRow; mark?: string }) {
  const outcome = use(OutcomesNow)?.get(row.id)
  const reason = outcome ? outcome.detail : row.reason
  if (!reason) return null
  return (
    <span className="text-muted" title={reason}>
      {mark}
      {reason}
    </span>
  )
}

const cvmColumn: DataColumn<PlanRow> = {
  id: 'cvm',
  isRowHeader: true,
  header: 'CVM',
  width: 200,
  grow: true,
  sortValue: (row) => row.name ?? row.id,
  cell: (row) => (
    <span
      className="@container flex min-w-0 items-baseline justify-between gap-2.5"
      title={row.name ? `${isolated(row.name)}, ${row.id}` : row.id}
    >
      {row.name ? (
        <span className="truncate font-medium">
          <Name>{row.name}</Name>
        </span>
      ) : null}
      {/* Where there is no room for both, the name goes first. */}
      <code translate="no" className={classNames('font-mono text-12 text-muted', row.name ? 'shrink-0 @max-[11.5rem]:hidden' : 'truncate')}>
        {row.name ? abbreviate(row.id, 6) : row.id}
      </code>
    </span>
  ),
}
const changeColumn: DataColumn<PlanRow> = { id: 'change', header: 'Stored → found', width: 300, cell: (row) => <IdChange row={row} /> }
/** One column for both, so that neither is out of sight: what was found says where, and what was not says why. */
const foundColumn: DataColumn<PlanRow> = {
  id: 'found',
  header: 'Found by, or why not',
  width: 190,
  grow: true,
  cell: (row) => <FoundOrWhyNot row={row} />,
}

function FoundOrWhyNot({ row }: { row: PlanRow }) {
  const outcome = use(OutcomesNow)?.get(row.id)
  // What became of it while it was written says more than where its ID came from.
  if (outcome ? outcome.detail : row.source === 'none' && row.reason) return <Reason row={row} />
  return (
    <>
      <span title={row.source === 'none' ? undefined : `${sourceOf(row)}, ${verificationWords(row.verifiedWithGateway)} by the gateway`}>
        {sourceOf(row)}
        {row.verifiedWithGateway ? <Verified /> : null}
      </span>
      <Reason row={row} mark=" · " />
    </>
  )
}

const Verified = () => (
  <span className="ml-2 inline-flex items-center gap-1 align-middle text-12 text-verified">
    <ShieldCheck aria-hidden className="size-3.5" />
    verified
  </span>
)

const cell = (row: PlanRow) => <Result row={row} />
const planColumns: DataColumn<PlanRow>[] = [
  { id: 'result', header: 'Preview', width: 104, cell, sortValue: (row) => row.status },
  cvmColumn,
  changeColumn,
  { ...foundColumn, sortValue: (row) => `${row.verifiedWithGateway ? 0 : 1} ${row.source}` },
]
/** Outcomes order rows only once they stay. */
const runColumns = (settled: Outcomes | null): DataColumn<PlanRow>[] => [
  {
    id: 'result',
    header: 'Outcome',
    width: 168,
    cell,
    ...(settled ? { sortValue: (row) => outcomeWords[settled.get(row.id)!.kind].label } : {}), // every row has one
  },
  cvmColumn,
  changeColumn,
  foundColumn,
]

/** What someone came for stands on top: what changes, then what went wrong, then the rest. */
const statusRank: Record<RefreshStatus, number> = { updated: 0, conflict: 1, error: 2, unchanged: 3, skipped: 4 }
const outcomeRank = Object.fromEntries(outcomeKinds.map((kind, rank) => [kind, rank]))

const keyOf = (row: PlanRow) => row.id

const narrow = {
  rowHeight: 112,
  cell: (row: PlanRow) => (
    <div className="min-w-0 space-y-1 py-2">
      <div className="flex min-w-0 items-center justify-between gap-2">
        <span className="truncate font-medium">{row.name ?? row.id}</span>
        <Result row={row} />
      </div>
      <IdChange row={row} />
      <p className="truncate text-12 text-muted">
        {[row.name ? row.id : null, sourceOf(row), row.source === 'none' ? null : verificationWords(row.verifiedWithGateway)]
          .filter(Boolean)
          .join(' · ')}
        <Reason row={row} mark=" · " />
      </p>
    </div>
  ),
}

interface RowsTableProps {
  label: string
  /** Stable while nothing but outcomes changes. */
  rows: readonly PlanRow[]
  /** Of a run. */
  outcomes?: Outcomes
  /** They change from moment to moment, so the rows keep the order of the preview. */
  isGoingOn?: boolean
  /** Boxes for the conflicts that may be overwritten. */
  selection?: TableSelection<PlanRow>
}

/** The rows of a plan or a run, searched by name, id or instance ID. */
export const RowsTable = ({ outcomes, isGoingOn = false, ...table }: RowsTableProps) => (
  <OutcomesNow value={outcomes ?? null}>
    <SearchedRows {...table} isRun={outcomes !== undefined} settled={outcomes && !isGoingOn ? outcomes : null} />
  </OutcomesNow>
)

interface SearchedRowsProps extends Pick<RowsTableProps, 'label' | 'rows' | 'selection'> {
  isRun: boolean
  settled: Outcomes | null
}

const SearchedRows = memo(function SearchedRows({ label, rows, selection, isRun, settled }: SearchedRowsProps) {
  const [search, setSearch] = useState('')
  const columns = useMemo(() => (isRun ? runColumns(settled) : planColumns), [isRun, settled])
  const ranked = useMemo(() => {
    const rankOf = (row: PlanRow) => (settled ? outcomeRank[settled.get(row.id)!.kind]! : statusRank[row.status]) // every row has an outcome
    return rows.toSorted((a, b) => rankOf(a) - rankOf(b))
  }, [rows, settled])
  const shown = useMemo(() => {
    const wanted = search.trim().toLowerCase()
    if (wanted === '') return ranked
    return ranked.filter(({ id, name, oldInstanceId, newInstanceId }) =>
      [id, name, oldInstanceId, newInstanceId].some((text) => text?.toLowerCase().includes(wanted) ?? false),
    )
  }, [ranked, search])
  return (
    <div className="space-y-3">
      <Field label="Find a CVM" className="max-w-xs">
        <TextInput type="search" placeholder="Name, id or instance ID" value={search} onChange={(event) => setSearch(event.target.value)} />
      </Field>
      <DataTable
        label={label}
        rows={shown}
        columns={columns}
        rowKey={keyOf}
        narrow={narrow}
        {...(selection ? { selection } : {})}
        maxHeight="32rem"
        empty={<p className="px-4 py-8 text-center text-13 text-muted">{search ? 'No CVM matches.' : 'No CVM in this group.'}</p>}
        footer={shown.length === rows.length ? counted(rows.length, 'CVM') : countedOf(shown.length, rows.length, 'CVM')}
      />
    </div>
  )
})
