import { refreshInstanceIds } from '@/api/instance-ids.ts'
import { systemClock, type Clock } from '@/lib/clock.ts'
import { browserStore, type TextStore } from '@/lib/storage.ts'
import { createStore, type ReadableStore } from '@/lib/store.ts'
import { browserLocks, joinRun } from '@/runs/join-run.ts'
import { createPresentWork, type WorkTools } from '@/runs/present-work.ts'
import { recordPrefix, type RecordScope } from '@/runs/records.ts'
import type { SessionPart } from '@/runs/session.ts'
import { driveRun, type RunDriver } from './drive-run.ts'
import { makePlan, type PlanProgress, type PlanRequest } from './make-plan.ts'
import type { Refresh, RefreshPlan } from './refresh-plan.ts'
import { progressOf, startRun, type RunState } from './refresh-run.ts'
import { runRecords } from './run-records.ts'

/** Why a plan was not applied: another tab drives a run, or has left one on record. */
export type PlanNote = 'run-elsewhere' | 'run-on-record'

export type Work =
  | { step: 'none'; failure?: unknown; note?: 'unreadable-record' }
  | { step: 'planning'; progress: PlanProgress; ids: number }
  | { step: 'planned'; plan: RefreshPlan; isImported: boolean; note?: PlanNote }
  | {
      step: 'applying'
      plan: RefreshPlan
      run: RunState
      /** Where the estimate of the time left counts from. */
      since: { at: Date; rowsDone: number }
      /** False where the browser refuses to keep the journal: then a reload loses the run. */
      isKept: boolean
      /** Until when the server asked for no request. */
      waitsUntil?: Date | null
      note?: 'run-elsewhere'
    }

export interface Maintenance extends ReadableStore<Work> {
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
  /** Sends nothing more; what is on record waits for a later page. */
  end: () => void
}

/**
 * The one piece of maintenance of a session. It outlives its page, so that a look at the fleet does not end a run, and a run's record
 * outlives the tab: what an earlier page left behind is shown, paused.
 */
export function createMaintenance({
  scope,
  refresh,
  clock,
  store,
  locks,
}: {
  scope: RecordScope
  refresh: Refresh
  clock: Clock
  store: TextStore
  locks: LockManager | null
}): Maintenance {
  const records = runRecords(store, scope)
  const shown = createStore<Work>(leftBehind())
  const here = joinRun({ locks, name: recordPrefix('instance-ids-run', scope) })
  const planning = createPresentWork()
  let driver: RunDriver | null = null

  const become = shown.set

  function leftBehind(): Work {
    const { run, isUnreadable } = records.read()
    if (run) return { step: 'applying', ...run, since: sinceNow(run.run), isKept: true }
    return isUnreadable ? { step: 'none', note: 'unreadable-record' } : { step: 'none' }
  }

  function sinceNow(run: RunState) {
    return { at: clock.now(), rowsDone: progressOf(run).rowsDone }
  }

  const preview = async (request: PlanRequest) => {
    if (!endEarlierWork()) return
    const makeIt = async ({ signal, ifPresent }: WorkTools) => {
      const onProgress = ifPresent((progress: PlanProgress) => become({ step: 'planning', progress, ids: request.ids.length }))
      const plan = await makePlan(request, { refresh, clock, signal, onProgress })
      ifPresent(become)({ step: 'planned', plan, isImported: false })
    }
    await planning.begin(makeIt, (failure) => {
      // Of several requests at once the first that failed is told, and the others are not waited for.
      planning.end()
      become({ step: 'none', failure })
    })
  }

  /** False while a run has not ended: it has to be stopped first. */
  const endEarlierWork = () => {
    const work = shown.snapshot()
    if (work.step === 'applying') {
      if (work.run.step !== 'finished') return false
      records.remove()
    }
    planning.end()
    driver = null
    return true
  }

  const sayElsewhere = () => {
    const work = shown.snapshot()
    if (work.step === 'planned' || work.step === 'applying') become({ ...work, note: 'run-elsewhere' })
  }

  /** Begins a run where none is on record: another tab's is never written over. */
  const begin = async (plan: RefreshPlan, state: RunState) => {
    if (!(await here.drive('if-free'))) return sayElsewhere()
    if (records.read().run) {
      here.letGo()
      const work = shown.snapshot()
      return work.step === 'planned' ? become({ ...work, note: 'run-on-record' }) : undefined
    }
    drive(plan, state, () => {})
  }

  /** Goes on with the run on record, which another tab may have brought further, or to its end, since it was shown here. */
  const goOn = async (first: (started: RunDriver) => void) => {
    if (!(await here.drive('if-free'))) return sayElsewhere()
    const { run } = records.read()
    if (run && run.run.step !== 'finished') return drive(run.plan, run.run, first)
    here.letGo()
    become(leftBehind())
  }

  const drive = (plan: RefreshPlan, state: RunState, first: (started: RunDriver) => void) => {
    let isKept = records.begin(plan)
    const since = sinceNow(state)
    const started = driveRun({
      plan,
      state,
      refresh,
      clock,
      save: (run) => {
        isKept = records.save(plan, run) && isKept
        const work = shown.snapshot()
        become({ step: 'applying', plan, run, since: work.step === 'applying' ? work.since : since, isKept })
        if (run.step === 'finished') here.letGo()
      },
      onWait(waitsUntil) {
        const work = shown.snapshot()
        if (work.step === 'applying') become({ ...work, waitsUntil })
      },
    })
    driver = started
    first(started)
  }

  return {
    subscribe: shown.subscribe,
    snapshot: shown.snapshot,
    preview,
    cancelPreview() {
      planning.end()
      if (shown.snapshot().step === 'planning') become({ step: 'none' })
    },
    openPlan(plan) {
      if (endEarlierWork()) become({ step: 'planned', plan, isImported: true })
    },
    discard() {
      if (endEarlierWork()) become({ step: 'none' })
    },
    async apply(ticked) {
      const work = shown.snapshot()
      if (work.step !== 'planned') return
      await begin(work.plan, startRun(work.plan, ticked, clock.now().toISOString()))
    },
    pause: () => driver?.pause(),
    lostConnection: () => driver?.lostConnection(),
    async resume() {
      const work = shown.snapshot()
      if (work.step !== 'applying') return
      const { note: _, ...rest } = work
      become({ ...rest, since: sinceNow(work.run) })
      if (driver) driver.resume()
      else await goOn((started) => started.resume())
    },
    async stop() {
      const work = shown.snapshot()
      if (work.step !== 'applying') return
      if (driver) driver.stop()
      else await goOn((started) => started.stop())
    },
    end() {
      planning.end()
      driver?.abandon()
      here.leave()
    },
  }
}

/** The maintenance of this session. Ask for it once it is known whose records these are. */
export const maintenancePart: SessionPart<Maintenance> = {
  make(session) {
    const scope = session.scope.snapshot()
    if (!scope) throw new Error('maintenance before it is known who is signed in')
    const maintenance = createMaintenance({
      scope,
      refresh: refreshInstanceIds,
      clock: systemClock,
      store: browserStore,
      locks: browserLocks(),
    })
    window.addEventListener('offline', maintenance.lostConnection)
    return maintenance
  },
  end(maintenance) {
    window.removeEventListener('offline', maintenance.lostConnection)
    maintenance.end()
  },
}
