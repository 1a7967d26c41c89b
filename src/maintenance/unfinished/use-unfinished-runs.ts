import { useMemo, useSyncExternalStore } from 'react'
import { browserStore, type TextStore } from '@/lib/storage.ts'
import { isRecordKey, type RecordScope } from '@/runs/records.ts'
import { useRecordScope } from '@/runs/use-session.ts'
import { listUnfinishedRuns, type UnfinishedRun } from './unfinished-runs.ts'

const nothing: never[] = []
const neverChanges = () => () => {}
/** A run writes its record many times a second; nobody reads that fast. */
const newsEveryMs = 500

/** The runs over many CVMs that this person has on record in this browser, kept up to date across tabs. */
export function useUnfinishedRuns(): UnfinishedRun[] {
  const scope = useRecordScope()
  const shelf = useMemo(() => scope && runShelf(browserStore, scope), [scope])
  return useSyncExternalStore(shelf?.subscribe ?? neverChanges, shelf?.runs ?? (() => nothing))
}

function runShelf(store: TextStore, scope: RecordScope) {
  let runs: UnfinishedRun[] | null = null
  return {
    runs: () => (runs ??= listUnfinishedRuns(store, scope)),
    subscribe: (listener: () => void) => {
      runs = null
      let timer: ReturnType<typeof setTimeout> | undefined
      const stop = store.subscribe((key) => {
        if (timer !== undefined || !isRecordKey(key, ['stop', 'stop-outcome', 'instance-ids-run'])) return
        timer = setTimeout(() => {
          timer = undefined
          runs = null
          listener()
        }, newsEveryMs)
      })
      return () => {
        clearTimeout(timer)
        stop()
      }
    },
  }
}
