import { useQuery } from '@tanstack/react-query'
import { RotateCw, SearchX, Server } from 'lucide-react'
import { useMemo, useState } from 'react'
import { ApiError } from '@/api/api-error.ts'
import { describeFailure } from '@/api/describe-failure.ts'
import { fleetQuery, fleetStatusQuery } from '@/api/fleet-query.ts'
import { configQuery } from '@/api/session-queries.ts'
import type { ChainConfig } from '@/api/schemas/runtime-config.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { Age } from '@/ui/Age.tsx'
import { Button } from '@/ui/Button.tsx'
import { DataTable } from '@/ui/DataTable.tsx'
import type { TableSort } from '@/ui/data-table-types.ts'
import { EmptyState } from '@/ui/EmptyState.tsx'
import { FailureNotice } from '@/ui/FailureNotice.tsx'
import { Notice } from '@/ui/Notice.tsx'
import { PageHeader } from '@/ui/PageHeader.tsx'
import { Skeleton } from '@/ui/Skeleton.tsx'
import { Spinner } from '@/ui/Spinner.tsx'
import { useMediaQuery } from '@/ui/use-media-query.ts'
import { fleetColumns, fleetNarrowRow } from './fleet-columns.tsx'
import { countByState, kmsOf, nodeOf, osOf, valuesOf, withoutStateFilter, withStateFilter } from './fleet-filter.ts'
import { chosenStates, type FleetSearch, hasFilters, noFilters } from './fleet-search.ts'
import { type FilterValues, FleetToolbar } from './FleetToolbar.tsx'
import { StateChips } from './StateChips.tsx'

interface FleetPageProps {
  search: FleetSearch
  /** Merged into the address. */
  onSearchChange: (change: Partial<FleetSearch>) => void
}

const noCvms: Cvm[] = []
const noChains: ChainConfig[] = []
const cvmKey = (cvm: Cvm) => cvm.id

/** Every CVM of the workspace: what it is, whether it is well, what is being done to it. */
export function FleetPage({ search, onSearchChange }: FleetPageProps) {
  const { data: fleet, error, isFetching, dataUpdatedAt, refetch } = useQuery(fleetQuery)
  const { error: statusError } = useQuery(fleetStatusQuery(fleet))
  const chains = useQuery(configQuery).data?.chains ?? noChains

  const cvms = fleet?.cvms ?? noCvms
  // The list also renews itself; only a press shows that it is under way.
  const [isRefreshing, setRefreshing] = useState(false)
  async function refresh() {
    setRefreshing(true)
    await refetch()
    setRefreshing(false)
  }
  const isWide = useMediaQuery('(min-width: 1520px)')
  const { columns, narrow } = useMemo(
    () => ({
      columns: fleetColumns(chains, isWide),
      narrow: fleetNarrowRow(chains),
    }),
    [chains, isWide],
  )
  const values = useMemo(() => filterValues(cvms), [cvms])
  const beforeState = useMemo(() => withoutStateFilter(cvms, search), [cvms, search])
  const rows = useMemo(() => withStateFilter(beforeState, search), [beforeState, search])
  const missingCount = useMemo(() => cvms.filter((cvm) => cvm.instanceId === null).length, [cvms])
  const sort = useMemo(() => sortOf(search.sort), [search.sort])

  if (error && !fleet) {
    return (
      <div className="space-y-4">
        <PageHeader title="Fleet" />
        <FailureNotice
          {...describeFailure(error)}
          safe="Your CVMs are not affected."
          actions={
            <Button size="sm" icon={RotateCw} busy={isFetching} onClick={() => void refetch()}>
              Try again
            </Button>
          }
        />
      </div>
    )
  }

  const isStale = Boolean(error) && !fleet?.isPartial
  // The frame asks for a key by itself.
  const isSignedOut = error instanceof ApiError && error.kind === 'signed-out'
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
              total={beforeState.length}
              chosen={chosenStates(search)}
              onChange={(states) => onSearchChange({ state: states.join(',') || undefined })}
            />
          ) : (
            <Skeleton className="h-7 w-64 pointer-coarse:h-10" />
          )}
        </div>
        <div className="ml-auto flex items-center gap-2 text-12 text-muted">
          {fleet ? (
            <span>
              As of <Age at={dataUpdatedAt} />
            </span>
          ) : (
            'Loading'
          )}
          <Button icon={RotateCw} busy={isRefreshing} onClick={() => void refresh()}>
            Refresh
          </Button>
        </div>
      </header>

      {isStale && fleet && !isSignedOut ? (
        <Notice
          tone="caution"
          isAnnounced
          title={
            <>
              This list is from <Age at={dataUpdatedAt} />. The refresh failed.
            </>
          }
        >
          <p>{describeFailure(error).title} The console keeps trying; what is shown may be out of date.</p>
        </Notice>
      ) : null}
      {fleet?.isPartial && error ? (
        <Notice
          tone="caution"
          isAnnounced
          title={`Only ${fleet.cvms.length.toLocaleString('en')} of ${fleet.total.toLocaleString('en')} CVMs could be loaded`}
          actions={
            <Button size="sm" icon={RotateCw} busy={isFetching} onClick={() => void refetch()}>
              Load the rest
            </Button>
          }
        >
          <p>{describeFailure(error).title} Counts, search and order are of what is here.</p>
        </Notice>
      ) : null}
      {fleet && fleet.unreadable > 0 ? (
        <Notice tone="caution" title={`${fleet.unreadable.toLocaleString('en')} CVMs are not shown`}>
          <p>The server describes them in a form that this console does not know. They are not changed by anything you do here.</p>
        </Notice>
      ) : null}

      <FleetToolbar search={search} onChange={onSearchChange} values={values} missingCount={missingCount} />

      <DataTable
        label="CVMs"
        rows={rows}
        columns={columns}
        rowKey={cvmKey}
        sort={sort}
        onSortChange={({ id, desc }) => onSearchChange({ sort: desc ? `-${id}` : id })}
        hasRowLinks
        narrow={narrow}
        loadingRows={fleet ? 0 : 12}
        isStale={isStale}
        maxHeight="max(24rem, 100dvh - 15rem)"
        empty={
          hasFilters(search) && cvms.length > 0 ? (
            <EmptyState
              icon={SearchX}
              title="No CVM matches"
              actions={<Button onClick={() => onSearchChange(noFilters)}>Clear filters</Button>}
            >
              {fleet?.isPartial
                ? 'Some have not been loaded yet; they may match.'
                : `None of ${cvms.length.toLocaleString('en')} passes the search and filters above.`}
            </EmptyState>
          ) : (
            <EmptyState icon={Server} title="No CVM in this workspace">
              CVMs that are created in this workspace, by the Phala Cloud dashboard, CLI or SDK, appear here. A key belongs to one
              workspace: to see another one, sign out and sign in with its key.
            </EmptyState>
          )
        }
        footer={
          fleet ? (
            <output className="flex flex-wrap items-center gap-x-3 gap-y-1 tabular-nums">
              {rows.length === cvms.length
                ? `${cvms.length.toLocaleString('en')} ${cvms.length === 1 ? 'CVM' : 'CVMs'}`
                : `${rows.length.toLocaleString('en')} of ${cvms.length.toLocaleString('en')} CVMs`}
              {fleet.isPartial && !error ? (
                <span className="inline-flex items-center gap-1.5">
                  <Spinner />
                  Partial: {(fleet.total - cvms.length).toLocaleString('en')} more are being loaded
                </span>
              ) : null}
              {statusError && !error ? <span className="text-caution">Progress is not up to date: the status request failed.</span> : null}
            </output>
          ) : (
            'Loading the fleet'
          )
        }
      />
    </div>
  )
}

function sortOf(text: string | undefined): TableSort | null {
  if (!text) return { id: 'name', desc: false }
  return text.startsWith('-') ? { id: text.slice(1), desc: true } : { id: text, desc: false }
}

function filterValues(cvms: readonly Cvm[]): FilterValues {
  return {
    kms: valuesOf(cvms, kmsOf).map((value) => ({
      value,
      label: value === 'phala' ? 'Phala' : value.charAt(0).toUpperCase() + value.slice(1),
    })),
    os: valuesOf(cvms, osOf),
    node: valuesOf(cvms, nodeOf),
  }
}
