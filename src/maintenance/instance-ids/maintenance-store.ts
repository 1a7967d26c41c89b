import { refreshInstanceIds } from '@/api/instance-ids.ts'
import { systemClock, type Clock } from '@/lib/clock.ts'
import { browserStore, type TextStore } from '@/lib/storage.ts'
import { driveRun, type RunDriver } from './drive-run.ts'
import { makePlan, type PlanProgress, type PlanRequest } from './make-plan.ts'
import { parseStoredPlan } from './plan-file.ts'
import type { Refresh, RefreshPlan } from './refresh-plan.ts'
import { progressOf, startRun, type RunState } from './refresh-run.ts'
import { journalOf, parseJournal, restoreRun } from './run-journal.ts'

/** One server, and in the sandbox one world: records of another are not ours. */
export interface Place {
  upstream: string
  worldId: string | null
}

export type Work =
  | { step: 'none'; failure?: unknown; note?: 'unreadable-record' }
  | { step: 'planning'; progress: PlanProgress; ids: number }
  | { step: 'planned'; plan: RefreshPlan; isImported: boolean; note?: 'run-elsewhere' }
  | {
      step: 'applying'
      plan: RefreshPlan
      run: RunState
      /** Where the estimate of the time left counts from. */
      since: { at: Date; rowsDone: number }
      /** False where the browser refuses to keep the journal: then a reload loses the run. */
      isKept: boolean
      note?: 'run-elsewhere'
    }

/** Lets one tab at a time drive runs. Answers how to let go, or `null` when another tab holds it. */
export type TakeTurn = (name: string) => Promise<(() => void) | null>

const takeTurnByWebLock: TakeTurn = (name) =>
  new Promise((resolve) => {
    // Web Locks exist in secure contexts only, and so does the digest, without which there is no plan.
    if (!('locks' in navigator)) return resolve(() => {})
    navigator.locks
      .request(name, { ifAvailable: true }, (lock) => {
        if (!lock) return resolve(null)
        return new Promise<void>((letGo) => resolve(letGo))
      })
      .catch(() => resolve(null))
  })

export interface Maintenance {
  subscribe: (listener: () => void) => () => void
  snapshot: () => Work
  /** Shows what an earlier page load left behind. Does nothing while this page has work of its own. */
  restore: (place: Place) => void
  preview: (request: PlanRequest) => Promise<void>
  cancelPreview: () => void
  openPlan: (plan: RefreshPlan) => void
  discard: () => void
  apply: (ticked: ReadonlySet<string>) => Promise<void>
  pause: () => void
  resume: () => Promise<void>
  stop: () => Promise<void>
  /** The browser says that there is no network: nothing more is sent until someone resumes. */
  lostConnection: () => void
}

/**
 * The one piece of maintenance of this tab. It outlives its page, so that a look at the fleet does not end a run, and a run's journal
 * outlives the tab.
 */
export function createMaintenance({
  refresh,
  clock,
  store,
  takeTurn,
}: {
  refresh: Refresh
  clock: Clock
  store: TextStore
  takeTurn: TakeTurn
}): Maintenance {
  const listeners = new Set<() => void>()
  let work: Work = { step: 'none' }
  let restoredFor: string | null = null
  let planning: AbortController | null = null
  let driver: RunDriver | null = null
  let letGo: (() => void) | null = null

  const become = (next: Work) => {
    work = next
    for (const listener of listeners) listener()
  }

  const prefixOf = ({ upstream, worldId }: Place) => `cvm-console/instance-ids/${upstream}/${worldId ?? 'live'}`
  const keysOf = (place: Place) => ({ plan: `${prefixOf(place)}/plan`, journal: `${prefixOf(place)}/journal` })

  const forget = (plan: Place) => {
    const keys = keysOf(plan)
    store.remove(keys.journal)
    store.remove(keys.plan)
  }

  const readJson = (key: string): unknown => {
    try {
      return JSON.parse(store.read(key) ?? 'null')
    } catch {
      return null
    }
  }

  const restore = (place: Place) => {
    if (restoredFor === prefixOf(place)) return
    restoredFor = prefixOf(place)
    // A sandbox's earlier worlds are gone, and plans are large.
    for (const key of store.keys(`cvm-console/instance-ids/${place.upstream}/`)) {
      if (!key.startsWith(`${prefixOf(place)}/`)) store.remove(key)
    }
    if (work.step !== 'none') return
    const keys = keysOf(place)
    if (store.read(keys.journal) === null) return
    const plan = parseStoredPlan(readJson(keys.plan))
    const journal = parseJournal(readJson(keys.journal))
    const run = plan && journal ? restoreRun(plan, journal) : null
    if (!plan || !run) {
      forget(place)
      return become({ step: 'none', note: 'unreadable-record' })
    }
    become({ step: 'applying', plan, run, since: sinceNow(run), isKept: true })
  }

  const sinceNow = (run: RunState) => ({ at: clock.now(), rowsDone: progressOf(run).rowsDone })

  const preview = async (request: PlanRequest) => {
    if (!endEarlierWork()) return
    const controller = new AbortController()
    planning = controller
    try {
      const plan = await makePlan(request, {
        refresh,
        clock,
        signal: controller.signal,
        onProgress: (progress) => planning === controller && become({ step: 'planning', progress, ids: request.ids.length }),
      })
      if (planning === controller) become({ step: 'planned', plan, isImported: false })
    } catch (failure) {
      if (planning === controller) become(controller.signal.aborted ? { step: 'none' } : { step: 'none', failure })
      controller.abort()
    } finally {
      if (planning === controller) planning = null
    }
  }

  /** False while a run has not ended: it has to be stopped first. */
  const endEarlierWork = () => {
    if (work.step === 'applying') {
      if (work.run.step !== 'finished') return false
      forget(work.plan)
    }
    planning?.abort()
    driver = null
    return true
  }

  const drive = async (plan: RefreshPlan, state: RunState, first: (started: RunDriver) => void) => {
    const keys = keysOf(plan)
    if (!letGo) {
      letGo = await takeTurn(prefixOf(plan))
      if (!letGo) {
        if (work.step === 'planned' || work.step === 'applying') become({ ...work, note: 'run-elsewhere' })
        return
      }
    }
    let isKept = store.write(keys.plan, JSON.stringify(plan))
    const since = sinceNow(state)
    const started = driveRun({
      plan,
      state,
      refresh,
      clock,
      save: (run) => {
        isKept = store.write(keys.journal, JSON.stringify(journalOf(plan, run))) && isKept
        become({ step: 'applying', plan, run, since: work.step === 'applying' ? work.since : since, isKept })
        if (run.step !== 'finished') return
        letGo?.()
        letGo = null
      },
    })
    driver = started
    first(started)
  }

  return {
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    snapshot: () => work,
    restore,
    preview,
    cancelPreview: () => planning?.abort(),
    openPlan(plan) {
      if (endEarlierWork()) become({ step: 'planned', plan, isImported: true })
    },
    discard() {
      if (endEarlierWork()) become({ step: 'none' })
    },
    async apply(ticked) {
      if (work.step !== 'planned') return
      await drive(work.plan, startRun(work.plan, ticked, clock.now().toISOString()), () => {})
    },
    pause: () => driver?.pause(),
    lostConnection: () => driver?.lostConnection(),
    async resume() {
      if (work.step !== 'applying') return
      const { note: _, ...rest } = work
      become({ ...rest, since: sinceNow(work.run) })
      if (driver) driver.resume()
      else await drive(rest.plan, rest.run, (started) => started.resume())
    },
    async stop() {
      if (work.step !== 'applying') return
      if (driver) driver.stop()
      else await drive(work.plan, work.run, (started) => started.stop())
    },
  }
}

export const maintenance = createMaintenance({
  refresh: refreshInstanceIds,
  clock: systemClock,
  store: browserStore,
  takeTurn: takeTurnByWebLock,
})

// Tests of the store run where there is no window.
if (typeof window !== 'undefined') window.addEventListener('offline', maintenance.lostConnection)
