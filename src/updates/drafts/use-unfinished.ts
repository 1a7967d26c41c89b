import { useQuery } from '@tanstack/react-query'
import { useMemo, useSyncExternalStore } from 'react'
import { configQuery } from '@/api/session-queries.ts'
import { browserStore, type TextStore } from '@/lib/storage.ts'
import { isRecordKey, type RecordScope } from '@/runs/records.ts'
import { listUnfinished, type UnfinishedItem } from './unfinished.ts'

const nothing: UnfinishedItem[] = []

/** Everything unfinished in this browser, kept up to date across tabs. */
export function useUnfinished(): UnfinishedItem[] {
  const config = useQuery(configQuery).data
  const upstream = config?.upstream
  const worldId = config?.worldId ?? null
  const shelf = useMemo(() => (upstream === undefined ? null : unfinishedShelf(browserStore, { upstream, worldId })), [upstream, worldId])
  return useSyncExternalStore(shelf?.subscribe ?? neverChanges, shelf?.items ?? (() => nothing))
}

/** For the navigation: how many things wait. */
export const useUnfinishedCount = () => useUnfinished().length

const neverChanges = () => () => {}

/** The list as an external store: read again after a change of any record, and the same object until then. */
function unfinishedShelf(store: TextStore, scope: RecordScope) {
  let items: UnfinishedItem[] | null = null
  return {
    items: () => (items ??= listUnfinished(store, scope)),
    subscribe: (listener: () => void) => {
      items = null
      return store.subscribe((key) => {
        if (!isRecordKey(key)) return // a run of instance IDs writes its own journal many times a second
        items = null
        listener()
      })
    },
  }
}
