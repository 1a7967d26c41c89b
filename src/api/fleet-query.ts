import { type QueryClient, queryOptions, replaceEqualDeep } from '@tanstack/react-query'
import type { Cvm } from '@/domain/cvm.ts'
import { isInTransition } from '@/domain/cvm-status.ts'
import { nextLookMs } from '@/domain/next-look.ts'
import { fastPollMs, slowPollMs } from '@/domain/poll-delay.ts'
import { cvmKeys } from './cvm-keys.ts'
import { fetchCvmPage, fetchStatusBatch, fleetPageSize } from './cvm-list.ts'
import type { CvmPage } from './schemas/cvm.ts'
import type { CvmStatus } from './schemas/cvm-status.ts'

/** The workspace's CVMs, as far as they have arrived. */
export interface Fleet {
  cvms: Cvm[]
  /** How many there are, by the server's count. */
  total: number
  /** Some pages have not arrived yet; counts and order are of what is here. */
  isPartial: boolean
  /** Entries whose form this console does not know. They are left out and counted. */
  unreadable: number
}

const pagesAtOnce = 4
/** The whole list is filtered and sorted anew for each look at what has arrived, so with many pages a second not each of them is shown. */
const shownEveryMs = 400
const fleetKey = cvmKeys.list()

/**
 * All pages of the list. Page 1 is in the cache as soon as it is there, the others follow four at a time; a refresh replaces everything at
 * once when it is complete. When a refresh fails the last data stay, and `dataUpdatedAt` says how old they are.
 */
export const fleetQuery = queryOptions({
  queryKey: fleetKey,
  queryFn: async ({ client, signal }): Promise<Fleet> => {
    const shown = client.getQueryData<Fleet>(fleetKey)
    const paintsAsItGoes = shown === undefined || shown.isPartial
    const first = await fetchCvmPage(1, { signal })
    const pages: CvmPage[] = [first]
    let shownAt = -shownEveryMs
    const show = () => {
      shownAt = performance.now()
      if (paintsAsItGoes) client.setQueryData(fleetKey, fleetOf(pages))
    }
    while (lastPage(pages) > pages.length) {
      if (performance.now() - shownAt >= shownEveryMs) show()
      const next = pages.length + 1
      const numbers = Array.from({ length: Math.min(pagesAtOnce, lastPage(pages) - pages.length) }, (_, index) => next + index)
      // oxlint-disable-next-line no-await-in-loop -- so many at a time
      const more = await Promise.all(numbers.map((page) => fetchCvmPage(page, { signal }))).catch((error: unknown) => {
        if (!signal.aborted) show() // what has arrived stays, whatever became of the rest
        throw error
      })
      pages.push(...more)
    }
    return fleetOf(pages)
  },
  refetchInterval: ({ state }) => nextLookMs(renewedEveryMs(state.data), state),
  staleTime: fastPollMs,
})

/** For somebody who looks one CVM up: reads what is missing, and otherwise does with what the list would not have renewed yet either. */
export const fleetLookupQuery = queryOptions({
  ...fleetQuery,
  refetchInterval: false,
  staleTime: ({ state }) => (state.data?.isPartial ? 0 : renewedEveryMs(state.data)),
})

/** The more pages there are, the rarer they are all fetched; what changes is watched by `fleetStatusQuery`. */
const renewedEveryMs = (fleet: Fleet | undefined) => Math.max(slowPollMs, (fleet?.total ?? 0) * 60)

const recordsIn = ({ items, unreadable }: CvmPage) => items.length + unreadable

/**
 * The number of the last page, by what the first one says; where it says only how many CVMs there are, by how many it holds. Where it says
 * neither, a full page is followed by another one, unless it is the one before: a server that knows no pages sends the same for ever.
 */
function lastPage(pages: CvmPage[]): number {
  const { pages: count, total } = pages[0]!
  if (count !== null || total !== null) return count ?? Math.ceil(total! / (recordsIn(pages[0]!) || 1))
  const ids = (page?: CvmPage) => page?.items.map(({ id }) => id).join()
  const latest = pages.at(-1)!
  return pages.length + (recordsIn(latest) < fleetPageSize || ids(latest) === ids(pages.at(-2)) ? 0 : 1)
}

/** A CVM that moved to another page between two requests would be there twice. */
function fleetOf(pages: CvmPage[]): Fleet {
  const byId = new Map(pages.flatMap((page) => page.items).map((cvm) => [cvm.id, cvm]))
  return {
    cvms: [...byId.values()],
    total: pages.at(-1)!.total ?? pages[0]!.total ?? byId.size,
    isPartial: pages.length < lastPage(pages),
    unreadable: pages.reduce((sum, page) => sum + page.unreadable, 0),
  }
}

const idsPerStatusRequest = 100

/**
 * Watches the CVMs in transition, all in one request for up to 100, and writes what they have become into the fleet. Off when nothing
 * changes and in a hidden tab.
 */
export const fleetStatusQuery = (fleet: Fleet | undefined) => {
  const vmUuids = (fleet?.cvms ?? []).flatMap((cvm) => (isInTransition(cvm) && cvm.vmUuid ? [cvm.vmUuid] : []))
  return queryOptions({
    queryKey: [...fleetKey, 'status', vmUuids],
    queryFn: async ({ client, signal }) => {
      const answers: Record<string, CvmStatus>[] = []
      for (let start = 0; start < vmUuids.length; start += idsPerStatusRequest) {
        answers.push(await fetchStatusBatch(vmUuids.slice(start, start + idsPerStatusRequest), { signal }))
      }
      const statuses: Record<string, CvmStatus> = Object.assign({}, ...answers)
      rememberStatuses(client, statuses)
      return statuses
    },
    enabled: vmUuids.length > 0,
    refetchInterval: ({ state }) => nextLookMs(fastPollMs, state),
    gcTime: 0,
    retry: false,
  })
}

/**
 * Writes what was learned of single CVMs into the fleet, keyed by VM uuid. The list itself is no younger for it, and if its last refresh
 * failed, it still did: so the state is changed, where `setQueryData` would call the query a success.
 */
export function rememberStatuses(client: QueryClient, statuses: Record<string, CvmStatus>) {
  const query = client.getQueryCache().find<Fleet>({ queryKey: fleetKey })
  const fleet = query?.state.data
  if (!fleet) return
  const cvms = fleet.cvms.map((cvm) => withStatus(cvm, cvm.vmUuid ? statuses[cvm.vmUuid] : undefined))
  // Most looks find what the one before did, and then nothing that shows the fleet is made anew.
  query.setState({ data: replaceEqualDeep(fleet, { ...fleet, cvms }) })
}

function withStatus(cvm: Cvm, status: CvmStatus | undefined): Cvm {
  if (!status) return cvm
  const { inProgress, operationStartedAt: startedAt, correlationId } = status
  return {
    ...cvm,
    status: status.status,
    inProgress,
    progress: inProgress
      ? {
          target: cvm.progress?.target ?? null,
          startedAt: startedAt ?? cvm.progress?.startedAt ?? null,
          correlationId: correlationId ?? cvm.progress?.correlationId ?? null,
        }
      : null,
  }
}
