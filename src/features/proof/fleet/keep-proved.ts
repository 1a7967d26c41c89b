import type { QueryCacheNotifyEvent, QueryClient } from '@tanstack/react-query'
import { cvmKeys } from '@/api/cvm-keys.ts'
import type { Fleet } from '@/api/fleet-query.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { isInTransition } from '@/domain/cvm-status.ts'
import { type Proved, provedKey, provedQuery } from './proved.ts'

/**
 * Remembers what became of proving a CVM, until any answer says that something is being done to that CVM, whichever page asked: what it
 * boots next was not proved. What nobody here read, such as a restart between two looks, is not noticed.
 */
export function keepProved(queryClient: QueryClient, cvm: Cvm, proved: Proved) {
  if (!hasAny(queryClient)) watch(queryClient)
  queryClient.setQueryData(provedQuery(cvm).queryKey, proved)
}

/** Runs from the first outcome to the last, with whatever page is open. */
function watch(queryClient: QueryClient) {
  const forget = onChanging(queryClient, (cvmId) => {
    queryClient.removeQueries({ queryKey: provedKey(cvmId) })
    if (!hasAny(queryClient)) forget()
  })
}

const hasAny = (queryClient: QueryClient) =>
  queryClient.getQueryCache().findAll({ predicate: ({ queryKey, state }) => isOutcome(queryKey) && state.data !== undefined }).length > 0

const isOutcome = ([, cvmId, ...more]: readonly unknown[]) =>
  typeof cvmId === 'string' && more.length > 0 && more[0] === provedKey(cvmId).at(-1)

/** Tells of each CVM that an answer says something is being done to, as the answer comes. Returns what ends it. */
export const onChanging = (queryClient: QueryClient, tell: (cvmId: string) => void): (() => void) =>
  queryClient.getQueryCache().subscribe((event) => {
    for (const cvm of cvmsIn(event)) if (isInTransition(cvm)) tell(cvm.id)
  })

/** The CVMs of which something was just learned: of the whole fleet, or of one. */
function cvmsIn(event: QueryCacheNotifyEvent): Cvm[] {
  // The list is also written into, a status at a time.
  if (event.type !== 'updated' || (event.action.type !== 'success' && event.action.type !== 'setState')) return []
  const { queryKey, state } = event.query
  if (isKey(queryKey, cvmKeys.list())) return (state.data as Fleet | undefined)?.cvms ?? []
  const isDetail = typeof queryKey[1] === 'string' && isKey(queryKey, cvmKeys.detail(queryKey[1]))
  return isDetail && state.data ? [state.data as Cvm] : []
}

const isKey = (queryKey: readonly unknown[], key: readonly string[]) =>
  queryKey.length === key.length && key.every((part, place) => part === queryKey[place])
