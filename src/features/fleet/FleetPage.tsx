import { useQuery } from '@tanstack/react-query'
import { RotateCw } from 'lucide-react'
import { useDeferredValue, useMemo, useState, useSyncExternalStore } from 'react'
import { ApiError } from '@/api/api-error.ts'
import { fleetQuery, fleetStatusQuery } from '@/api/fleet-query.ts'
import { configQuery } from '@/api/session-queries.ts'
import { accountQuery } from '@/api/session/account-query.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { browserStore } from '@/lib/storage.ts'
import { needsSignIn } from '@/domain/failure.ts'
import { recordPrefix } from '@/runs/records.ts'
import { useRecordScope } from '@/runs/use-session.ts'
import { Age } from '@/ui/feedback/Age.tsx'
import { Button } from '@/ui/controls/Button.tsx'
import { useTypedSearch } from '@/ui/controls/use-typed-search.ts'
import { DataTable } from '@/ui/data-table/DataTable.tsx'
import type { DataColumn, TableSort } from '@/ui/data-table/data-table-types.ts'
import { focusHeading } from '@/ui/layout/focus-page.ts'
import { optionalPart } from '@/ui/layout/optional-part.tsx'
import { PageHeader } from '@/ui/layout/PageHeader.tsx'
import { Skeleton } from '@/ui/layout/Skeleton.tsx'
import { useMediaQuery } from '@/ui/layout/use-media-query.ts'
import { shownColumns, useTableLook } from './table/table-look.ts'
import { fleetColumns, fleetNarrowRow } from './table/fleet-columns.tsx'
import { countByState, searchedTexts, withoutStateFilter, withStateFilter } from './table/fleet-filter.ts'
import { chosenStates, type FleetSearch, hasFilters, noFilters } from './table/fleet-search.ts'
import { useFleetSelection } from './table/fleet-selection.ts'
import { FleetToolbar } from './FleetToolbar.tsx'
import type { ProvePart } from './SelectionBar.tsx'
import { StateChips } from './table/StateChips.tsx'

// None of these is needed to see the fleet. They come in one file (vite.config.ts): when the server is gone, what says so is there.
const FleetTrouble = optionalPart(() => import('./FleetTrouble.tsx').then((module) => module.FleetTrouble), {
  name: 'Why the list is out of date',
})
const FleetEmpty = optionalPart(() => import('./FleetEmpty.tsx').then((module) => module.FleetEmpty), {
  name: 'Why no CVM is shown',
  waiting: <div className="h-40" />,
})
const TableMenus = optionalPart(() => import('./table/TableMenus.tsx').then((module) => module.TableMenus), {
  name: 'How the table looks',
  afterPaint: true,
  waiting: <Skeleton className="ml-auto size-8 max-sm:hidden" />,
})
const ColumnEdge = optionalPart(() => import('./table/ColumnEdge.tsx').then((module) => module.ColumnEdge), {
  name: 'The width of columns',
  afterPaint: true,
  missing: () => null, // the menu has it too
})
const SelectionBar = optionalPart(() => import('./SelectionBar.tsx').then((module) => module.SelectionBar), {
  name: 'What can be done with the selection',
  waiting: <div className="h-12" />,
})
const PowerPart = optionalPart(() => import('./power/PowerPart.tsx').then((module) => module.default), { name: 'How the run goes on' })
const FirstVisit = optionalPart(() => import('./jobs/FirstVisit.tsx').then((module) => module.FirstVisit), {
  name: 'What this console is for',
  missing: () => null, // nobody needs it to go on
})
const FleetFooter = optionalPart(() => import('./FleetFooter.tsx').then((module) => module.FleetFooter), {
  name: 'How many CVMs there are, and what can be done with them',
  afterPaint: true,
  waiting: <div className="h-7" />,
})

interface FleetPageProps {
  search: FleetSearch
  /** Merged into the address. */
  onSearchChange: (change: Partial<FleetSearch>) => void
  prove: ProvePart
}

const none: never[] = []
const compactRowHeight = 28
const cvmKey = (cvm: Cvm) => cvm.id
const cvmName = (cvm: Cvm) => cvm.name

/** Every CVM of the workspace: what it is, whether it is well, what is being done to it. */
export function FleetPage({ search: address, onSearchChange: onAddressChange, prove }: FleetPageProps) {
  const { text, setText, search, onSearchChange } = useTypedSearch('q', address, onAddressChange)
  const { data, error, isFetching, dataUpdatedAt, refetch } = useQuery(fleetQuery)
  // A first list is as much to make as all the rest of the page: in pieces that leave that responsive. Each further part would begin them anew.
  const isListDue = useDeferredValue(data !== undefined) || data?.isPartial
  const fleet = isListDue ? data : undefined
  const { error: statusError } = useQuery(fleetStatusQuery(fleet))
  const chains = useQuery(configQuery).data?.chains ?? none

  const cvms = fleet?.cvms ?? none
  // Its button goes with the filters.
  const clearFilters = () => {
    focusHeading()
    onSearchChange(noFilters)
  }
  // The list also renews itself; only a press shows that it is under way.
  const [isRefreshing, setRefreshing] = useState(false)
  async function refresh() {
    setRefreshing(true)
    await refetch()
    setRefreshing(false)
  }
  const isWide = useMediaQuery('(min-width: 1520px)')
  const isAdmin = useQuery(accountQuery).data?.isAdmin ?? false
  const columns = useMemo(() => fleetColumns(chains), [chains])
  const [look, changeLook] = useTableLook()
  const choice = look.columns
  // Without its column nobody would see why the rows stand as they do.
  const usualSort = choice && !choice.some(({ id }) => id === 'state') ? 'name' : 'state'
  const sort = useMemo(() => sortOf(search.sort ?? usualSort), [search.sort, usualSort])
  const sortId = search.sort && sort.id
  const [added, setAdded] = useState<DataColumn<Cvm>>()
  const narrow = useMemo(() => fleetNarrowRow(chains, added), [chains, added])
  const shown = useMemo(() => {
    const chosen = shownColumns(columns, { choice, sortId, isWide })
    // Beside the name, where it is in sight at any width.
    return added ? chosen.toSpliced(1, 0, added) : chosen
  }, [columns, choice, sortId, isWide, added])
  const isSearching = search.q !== undefined
  const texts = useMemo(() => (isSearching ? searchedTexts(cvms) : none), [cvms, isSearching])
  const beforeState = useMemo(() => withoutStateFilter(cvms, search, texts), [cvms, search, texts])
  const rows = useMemo(() => withStateFilter(beforeState, search), [beforeState, search])
  const [selected, select] = useFleetSelection()
  const selection = useMemo(() => ({ selected, onChange: select, rowName: cvmName }), [selected, select])
  const chosen = useMemo(() => (selected.size > 0 ? cvms.filter(({ id }) => selected.has(id)) : none), [cvms, selected])
  const shownChosen = useMemo(() => (selected.size > 0 ? rows.filter(({ id }) => selected.has(id)).length : 0), [rows, selected])
  const hasSelection = fleet !== undefined && selected.size > 0
  // A page that was closed while it restarted or stopped CVMs left a record behind.
  const scope = useRecordScope()
  const hasRun = useSyncExternalStore(
    browserStore.subscribe,
    () => scope !== null && browserStore.keys(recordPrefix('stop', scope)).length > 0,
  )

  const trouble =
    error || fleet?.unreadable ? (
      <FleetTrouble error={error} fleet={fleet} updatedAt={dataUpdatedAt} isFetching={isFetching} onRetry={() => void refetch()} />
    ) : null
  if (trouble && !fleet) {
    return (
      <div className="space-y-4">
        <PageHeader title="Fleet" />
        {trouble}
      </div>
    )
  }

  const isStale = Boolean(error) && !fleet?.isPartial
  // The frame asks for a key, or as whom to go on, by itself.
  const isAsked = error instanceof ApiError && needsSignIn(error.kind)
  return (
    <div className="space-y-4">
      <header className="flex flex-wrap items-center gap-x-3 gap-y-3">
        <h1 tabIndex={-1} className="text-20 font-semibold tracking-tight focus:outline-none">
          Fleet
        </h1>
        <div className="order-last w-full min-w-0 md:order-none md:w-auto">
          {fleet ? (
            <StateChips
              counts={countByState(beforeState)}
              all={beforeState.length}
              of={fleet.isPartial ? fleet.total : undefined}
              chosen={chosenStates(search)}
              onChange={(states) => onSearchChange({ state: states.join(',') || undefined })}
            />
          ) : (
            <Skeleton className="h-7 w-64 pointer-coarse:h-11" />
          )}
        </div>
        <div className="ml-auto flex items-center gap-2 text-12 text-muted">
          {fleet ? (
            <span>
              Updated <Age at={dataUpdatedAt} />
            </span>
          ) : (
            'Loading'
          )}
          <Button icon={RotateCw} busy={isRefreshing} onClick={() => void refresh()}>
            Refresh
          </Button>
        </div>
      </header>

      {isAsked && isStale ? null : trouble}
      {hasRun || hasSelection ? <PowerPart /> : null}
      <FleetToolbar text={text} onText={setText} search={search} onChange={onSearchChange} onClear={clearFilters} cvms={cvms}>
        <TableMenus
          search={search}
          onSearchChange={onSearchChange}
          columns={columns}
          shown={shown}
          sortId={sortId}
          look={look}
          onLook={changeLook}
        />
      </FleetToolbar>

      <DataTable
        label="CVMs"
        rows={rows}
        columns={shown}
        rowKey={cvmKey}
        selection={selection}
        holdsOrderOf={search}
        sort={sort}
        onSortChange={({ id, desc }) => onSearchChange({ sort: desc ? `-${id}` : id })}
        hasRowLinks
        rowHeight={look.isCompact ? compactRowHeight : undefined}
        renderColumnEdge={(id, place) => (
          <ColumnEdge id={id} place={place} shownIds={shown.map((column) => column.id)} look={look} onLook={changeLook} />
        )}
        narrow={narrow}
        loadingRows={fleet ? 0 : 12}
        isStale={isStale}
        // A shorter table leaves room for what can be done with the selection, and no row moves.
        maxHeight={hasSelection ? 'max(24rem, 100dvh - 19rem)' : 'max(24rem, 100dvh - 15rem)'}
        empty={<FleetEmpty fleet={fleet} onClear={hasFilters(search) && cvms.length > 0 ? clearFilters : null} />}
        footer={
          fleet ? (
            <FleetFooter rows={rows} hasStatusError={Boolean(statusError)} offersInstanceIds={isAdmin && hasFilters(search)} />
          ) : (
            'Loading the fleet'
          )
        }
      />

      {fleet && !hasSelection ? <FirstVisit cvms={cvms} /> : null}

      {hasSelection ? (
        <SelectionBar
          chosen={chosen}
          goneCount={fleet.isPartial ? 0 : selected.size - chosen.length}
          hiddenCount={chosen.length - shownChosen}
          isAdmin={isAdmin}
          prove={prove}
          onColumn={setAdded}
          onClear={() => select(new Set())}
        />
      ) : null}
    </div>
  )
}

const sortOf = (text: string): TableSort => (text.startsWith('-') ? { id: text.slice(1), desc: true } : { id: text, desc: false })
