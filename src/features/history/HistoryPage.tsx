import { useQuery } from '@tanstack/react-query'
import { Download, History as HistoryIcon, Play, RotateCw, SearchX, Square } from 'lucide-react'
import { memo, useEffect, useMemo, useSyncExternalStore } from 'react'
import { describeFailure } from '@/api/describe-failure.ts'
import { fleetLookupQuery } from '@/api/fleet-query.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { counted, countedOf } from '@/lib/counted.ts'
import { formatNumber } from '@/lib/numbers.ts'
import { saveTextFile } from '@/lib/save-text-file.ts'
import { readsAtOnce } from '@/maintenance/reading/ask-many.ts'
import { useSessionPart } from '@/runs/use-session.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { useTypedSearch } from '@/ui/controls/use-typed-search.ts'
import { Age } from '@/ui/feedback/Age.tsx'
import { FailureNotice } from '@/ui/feedback/FailureNotice.tsx'
import { Notice } from '@/ui/feedback/Notice.tsx'
import { ProgressBar } from '@/ui/feedback/ProgressBar.tsx'
import { useNow } from '@/ui/feedback/use-now.ts'
import { focusHeading } from '@/ui/layout/focus-page.ts'
import { EmptyState } from '@/ui/layout/EmptyState.tsx'
import { PageHeader } from '@/ui/layout/PageHeader.tsx'
import { Menu } from '@/ui/overlay/Menu.tsx'
import { historyCsv, historyGaps, historyGapTexts, historyJson } from './history-export.ts'
import { historyPart, operationsPerCvm } from './history-reader.ts'
import { filterHistory, hasHistoryFilters, type HistorySearch, matchesCvm, noHistoryFilters } from './history-search.ts'
import { HistoryTable } from './HistoryTable.tsx'
import { HistoryToolbar } from './HistoryToolbar.tsx'

interface HistoryPageProps {
  search: HistorySearch
  /** Merged into the address. */
  onSearchChange: (change: Partial<HistorySearch>) => void
}

const noCvms: never[] = []
/** So many are read without being asked for. */
const readByItself = 100

/** What was done to the CVMs of the workspace, by whom and how it ended. */
export function HistoryPage(props: HistoryPageProps) {
  const now = useNow('server')
  // A span that ends now moves by seconds; the rows need not be sorted out anew for each.
  const minute = Math.floor(now / 60_000) * 60_000 + 60_000
  return <HistoryUntil {...props} minute={minute} />
}

/** Made anew with the minute and not with every tick of the clock. */
const HistoryUntil = memo(function HistoryUntil({
  search: address,
  onSearchChange: onAddressChange,
  minute,
}: HistoryPageProps & { minute: number }) {
  const { data: fleet, error, refetch } = useQuery(fleetLookupQuery)
  const reader = useSessionPart(historyPart)
  const history = useSyncExternalStore(reader.subscribe, reader.snapshot)
  const cvms = fleet?.cvms ?? noCvms
  const { text, setText, search, onSearchChange } = useTypedSearch('cvm', address, onAddressChange)

  const unread = useMemo(
    () => cvms.filter((cvm) => !history.read.has(cvm.id) && matchesCvm(cvm, search.cvm)),
    [cvms, history.read, search.cvm],
  )
  const isReading = history.progress !== null
  const isWhole = fleet !== undefined && !fleet.isPartial
  /** Only the first pages of the list came: what is there can be read, and the rest be asked for again. */
  const isCut = fleet !== undefined && fleet.isPartial && error !== null
  useEffect(() => {
    const { readAt, progress } = reader.snapshot()
    if (isWhole && readAt === null && progress === null && cvms.length <= readByItself) void reader.read(cvms)
  }, [reader, cvms, isWhole])
  // A page that nobody looks at asks for nothing; what was read stays.
  useEffect(() => () => reader.stop(), [reader])

  const rows = useMemo(() => filterHistory(history.rows, search, minute), [history.rows, search, minute])
  const gaps = historyGaps(history, { fleet, shown: rows.length })
  const gapTexts = isReading ? [] : historyGapTexts(gaps)
  // Its button goes with the filters.
  const clearFilters = () => {
    focusHeading()
    onSearchChange(noHistoryFilters)
  }
  const sort = { id: (search.sort ?? '-started').replace(/^-/, ''), desc: (search.sort ?? '-started').startsWith('-') }

  if (error && !fleet) {
    return (
      <div className="space-y-4">
        <PageHeader title="History" />
        <FailureNotice {...describeFailure(error)} actions={<Button onClick={() => void refetch()}>Try again</Button>} />
      </div>
    )
  }
  return (
    <div className="space-y-4">
      <PageHeader
        title="History"
        description="The newest operations of each CVM, read CVM by CVM: Phala Cloud keeps no list for a whole workspace. Deleted CVMs are not in it."
        actions={
          history.readAt === null ? null : (
            <>
              <span className="text-12 text-muted">
                As of <Age at={history.readAt} />
              </span>
              <Button
                icon={RotateCw}
                disabledReason={isReading ? 'It is being read.' : null}
                onClick={() =>
                  void reader.read(
                    cvms.filter(({ id }) => history.read.has(id) || history.failed.has(id)),
                    { anew: true },
                  )
                }
              >
                Refresh
              </Button>
            </>
          )
        }
      />
      {isCut ? (
        <FailureNotice
          {...describeFailure(error)}
          title={`${countedOf(cvms.length, fleet.total, 'CVM')} could be listed. ${describeFailure(error).title}`}
          actions={
            <Button
              onClick={() => {
                focusHeading()
                void refetch()
              }}
            >
              Try again
            </Button>
          }
        />
      ) : null}
      <Reading
        progress={history.progress}
        unread={unread}
        total={cvms.length}
        canRead={isWhole || isCut}
        isFirst={history.readAt === null}
        onRead={() => {
          focusHeading()
          void reader.read(unread)
        }}
        onStop={() => {
          focusHeading()
          reader.stop()
        }}
      />
      {gapTexts.length > 0 && history.readAt !== null ? (
        <Notice
          tone={gaps.failed + gaps.unreadable + gaps.unreadableCvms > 0 ? 'caution' : 'neutral'}
          title={gapTexts[0]}
          actions={
            gaps.failed > 0 ? (
              <Button
                size="sm"
                onClick={() => {
                  focusHeading()
                  void reader.read(cvms.filter(({ id }) => history.failed.has(id)))
                }}
              >
                Read those again
              </Button>
            ) : null
          }
        >
          {gapTexts.length > 1 ? <p>{gapTexts.slice(1).join(' ')}</p> : null}
        </Notice>
      ) : null}
      <HistoryToolbar search={search} onChange={onSearchChange} onClear={clearFilters} rows={history.rows} text={text} onText={setText} />
      <HistoryTable
        rows={rows}
        sort={sort}
        onSortChange={({ id, desc }) => onSearchChange({ sort: desc ? `-${id}` : id })}
        isReading={!(isWhole || isCut) || (isReading && history.rows.length === 0)}
        empty={
          history.rows.length > 0 && hasHistoryFilters(search) ? (
            <EmptyState icon={SearchX} title="No operation matches." actions={<Button onClick={clearFilters}>Clear filters</Button>}>
              {gapTexts.length > 0 ? 'Some were not read; they may match.' : null}
            </EmptyState>
          ) : (
            <EmptyState icon={HistoryIcon} title={history.readAt === null ? 'Nothing was read yet' : 'No operation on record'}>
              Starts, stops and updates of the workspace’s CVMs are listed here.
            </EmptyState>
          )
        }
        footer={
          <div className="flex flex-wrap items-center justify-between gap-x-3">
            <output className="tabular-nums">
              {rows.length === history.rows.length
                ? counted(rows.length, 'operation')
                : `${formatNumber(rows.length)} of ${formatNumber(history.rows.length)} operations`}
            </output>
            {rows.length > 0 ? (
              <Menu
                label="Export these operations"
                icon={Download}
                size="sm"
                {...(gapTexts.length > 0 ? { header: <p className="max-w-64 text-caution">Not in the file: {gapTexts.join(' ')}</p> } : {})}
                items={[
                  {
                    id: 'csv',
                    label: 'CSV, for spreadsheets',
                    onSelect: () => saveTextFile('history.csv', historyCsv(newestFirst(rows)), 'text/csv'),
                    disabledReason: isReading ? 'It is still being read.' : null,
                  },
                  {
                    id: 'json',
                    label: gapTexts.length > 0 ? 'JSON, which says what is missing' : 'JSON',
                    onSelect: () => saveTextFile('history.json', historyJson(newestFirst(rows), gaps), 'application/json'),
                    disabledReason: isReading ? 'It is still being read.' : null,
                  },
                ]}
              >
                Export
              </Menu>
            ) : null}
          </div>
        }
      />
    </div>
  )
})

const newestFirst = <Row extends { startedAt: string | null }>(rows: readonly Row[]) =>
  rows.toSorted((a, b) => (b.startedAt ?? '').localeCompare(a.startedAt ?? ''))

interface ReadingProps {
  progress: { done: number; of: number } | null
  /** Those that match the filter and were not read. */
  unread: readonly Cvm[]
  total: number
  /** The list of CVMs is there, as far as it comes. */
  canRead: boolean
  isFirst: boolean
  onRead: () => void
  onStop: () => void
}

/** How far reading is, or what it would take. Nothing once all of them were read. */
function Reading({ progress, unread, total, canRead, isFirst, onRead, onStop }: ReadingProps) {
  if (progress) {
    return (
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded border border-line bg-raised px-4 py-3 text-13">
        <p className="tabular-nums">Reading: {countedOf(progress.done, progress.of, 'CVM')}</p>
        <div className="min-w-40 flex-1">
          <ProgressBar label="CVMs read" value={progress.done} max={progress.of} />
        </div>
        <Button size="sm" icon={Square} onClick={onStop}>
          Stop reading
        </Button>
      </div>
    )
  }
  if (!canRead || unread.length === 0) return null
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 rounded border border-line bg-raised px-4 py-3 text-13">
      <p className="text-muted">
        {unread.length === total
          ? `Reading all takes ${counted(unread.length, 'request')}, ${readsAtOnce} at a time, for the ${operationsPerCvm(total)} newest operations of each. Filter by CVM to read fewer.`
          : isFirst
            ? `${counted(unread.length, 'CVM')} matching; nothing was read yet.`
            : `${counted(unread.length, 'matching CVM')} not read yet.`}
      </p>
      <Button icon={Play} onClick={onRead}>
        Read {unread.length === 1 ? 'this CVM' : `${isFirst ? '' : 'these '}${counted(unread.length, 'CVM')}`}
      </Button>
    </div>
  )
}
