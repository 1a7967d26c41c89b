import { useMemo, useSyncExternalStore } from 'react'
import { browserStore, type TextStore } from '@/lib/storage.ts'
import { isRecordKey, type RecordScope } from '@/runs/records.ts'
import { useRecordScope } from '@/runs/use-session.ts'
import { listUnfinished, type UnfinishedItem } from './unfinished.ts'

const nothing: never[] = []

/** Everything unfinished that this person has in this browser, kept up to date across tabs. */
export function useUnfinished(): UnfinishedItem[] {
  const scope = useRecordScope()
  const shelf = useMemo(() => scope && unfinishedShelf(browserStore, scope), [scope])
  return useSyncExternalStore(shelf?.subscribe ?? neverChanges, shelf?.items ?? (() => nothing))
}

/** For the navigation: how many things wait. */
export const useUnfinishedCount = () => useUnfinished().length

const neverChanges = () => () => {}

/** The list as an external store: read again after a change of a record that it shows, and the same object until then. */
function unfinishedShelf(store: TextStore, scope: RecordScope) {
  let items: UnfinishedItem[] | null = null
  return {
    items: () => (items ??= listUnfinished(store, scope)),
    subscribe: (listener: () => void) => {
      items = null
      return store.subscribe((key) => {
        if (!isRecordKey(key, ['update', 'draft'])) return // a run of instance IDs writes its record many times a second
        items = null
        listener()
      })
    },
  }
}
