import type { TextStore } from '@/lib/storage.ts'
import { createLease } from './lease.ts'

/** How one tab takes part in a run of this browser: it drives the run, or follows the tab that does. */
export interface JoinedRun {
  /** This tab alone sends requests and writes the record. Without locks every tab believes that of itself. */
  isDriving: () => boolean
  /** Resolves to whether this tab drives now. `steal` takes the run from the tab that drives it. */
  drive: (how: 'if-free' | 'steal') => Promise<boolean>
  /** Whether any tab drives now, this one included. False where nobody can tell. */
  isDriven: () => Promise<boolean>
  /** Waits until nobody drives; `freed` is told once, and this tab drives by then. */
  follow: () => void
  /** Lets another tab drive. What other tabs write is heard of still. */
  letGo: () => void
  /** For good: lets go, and nothing is told any more, whatever is under way. */
  leave: () => void
  hasLeft: () => boolean
}

interface RunToJoin {
  /** `null` in insecure contexts, where tabs cannot agree. */
  locks: LockManager | null
  /** Names the run among those of this browser; see `recordPrefix`. */
  name: string
  /** Nobody drives any more, and this tab followed: it drives now. */
  freed?: () => void
  /** Another tab took the run over. */
  taken?: () => void
  /** Where the run's record is, and who wants to know that another tab has changed it. */
  record?: RecordToFollow
}

interface RecordToFollow {
  store: TextStore
  isKey: (key: string) => boolean
  changed: () => void
}

/** Follows what other tabs write into a record. Returns the way to stop. */
export const followRecord = ({ store, isKey, changed }: RecordToFollow): (() => void) =>
  store.subscribe((key, fromOtherTab) => {
    if (fromOtherTab && isKey(key)) changed()
  })

/** Joins a run: from now on what other tabs do to it is told, until this tab leaves it. */
export function joinRun({ locks, name, freed = () => {}, taken = () => {}, record }: RunToJoin): JoinedRun {
  let hasLeft = false
  const lease = createLease(locks, name, () => {
    if (!hasLeft) taken()
  })
  const stopFollowing = record && followRecord(record)
  return {
    isDriving: lease.isHeld,
    async drive(how) {
      if (hasLeft) return false
      const isMine = await lease.take(how)
      // Granted to a tab that has left meanwhile, it would never be free again.
      if (hasLeft) lease.release()
      return isMine && !hasLeft
    },
    isDriven: () => (locks ? isHeld(locks, name).catch(() => false) : Promise.resolve(false)),
    follow() {
      if (hasLeft) return
      lease.takeWhenFree(() => {
        if (!hasLeft) freed()
      })
    },
    letGo: lease.release,
    leave() {
      hasLeft = true
      stopFollowing?.()
      lease.release()
    },
    hasLeft: () => hasLeft,
  }
}

/** Whether a tab of this browser drives the run of this name. To ask is not to take part. */
export const isHeld = async (locks: LockManager, name: string) => ((await locks.query()).held ?? []).some((held) => held.name === name)

/** The locks by which the tabs of this browser agree; `null` in insecure contexts. */
export const browserLocks = (): LockManager | null => globalThis.navigator?.locks ?? null
