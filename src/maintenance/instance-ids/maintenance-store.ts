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
import { asDriven } from './run-journal.ts'
import { isSameRun, type PlannedRun, runRecords } from './run-records.ts'

/** Why a plan was not applied: another tab drives a run, or has left one on record, or a newer version of this console has. */
export type PlanNote = 'run-elsewhere' | 'run-on-record' | 'newer-record'

export type Work =
  /** `closed-elsewhere`: the run that was shown is gone from the record, as when its results were closed in another tab. */
  | { step: 'none'; failure?: unknown; note?: 'unreadable-record' | 'newer-record' | 'closed-elsewhere' }
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
      /**
       * `looking`: it is being found out whether another tab drives it. `run-elsewhere`: another tab does, and has nothing on record.
       * `other-run`: another run was shown here before, and is gone from the record.
       */
      note?: 'looking' | 'run-elsewhere' | 'other-run'
    }
  /**
   * Another tab drives it; this one follows its record. Where tabs cannot agree, it may have been closed meanwhile: `isCertain` is false.
   * `other-run` as above.
   */
  | { step: 'elsewhere'; plan: RefreshPlan; run: RunState; isCertain: boolean; note?: 'other-run' }

type LeftBehind = Extract<Work, { step: 'none' | 'applying' }>

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
 * outlives the tab: what an earlier page left behind is shown, paused, and what another tab drives is followed.
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
  const shown = createStore<Work>(firstWork())
  const here = joinRun({
    locks,
    name: recordPrefix('instance-ids-run', scope),
    freed() {
      here.letGo()
      if (shown.snapshot().step === 'elsewhere') show(leftBehind())
    },
    record: { store, isKey: records.isKey, changed: recordChanged },
  })
  const planning = createPresentWork()
  let driver: RunDriver | null = null
  /** What needs the lease is done one after another: a second press finds what the first one began. */
  let turn: Promise<void> | null = null
  const inTurn = (act: () => Promise<void>) => {
    const mine = turn ? turn.then(act) : act()
    turn = mine
    void mine.then(() => {
      if (turn === mine) turn = null
    })
    return mine
  }

  const become = shown.set

  function leftBehind(): LeftBehind {
    const { run, dropped } = records.read()
    if (run) return { step: 'applying', ...run, since: sinceNow(run.run), isKept: true }
    return dropped ? { step: 'none', note: dropped === 'newer' ? 'newer-record' : 'unreadable-record' } : { step: 'none' }
  }

  /** It takes a moment to know who drives. */
  function firstWork(): Work {
    const found = leftBehind()
    return locks && isLeftOpen(found) ? { ...found, note: 'looking' } : found
  }

  function sinceNow(run: RunState) {
    return { at: clock.now(), rowsDone: progressOf(run).rowsDone }
  }

  // --- following

  /** In place of what was shown; where that was another run, it says so. */
  function show(found: LeftBehind) {
    const work = shown.snapshot()
    if (work.step === 'planning' || work.step === 'planned') return
    if (found.step === 'applying') become(isOther(found) ? { ...found, note: 'other-run' } : found)
    else if (hasRun(work)) become({ note: 'closed-elsewhere', ...found })
    else if (found.note) become(found)
  }

  /** Than the run that is shown. */
  function isOther(found: PlannedRun): boolean {
    const work = shown.snapshot()
    return hasRun(work) && !isSameRun(work, found)
  }

  function follow(found: PlannedRun) {
    const { plan, run } = found
    const note = isOther(found) ? { note: 'other-run' as const } : {}
    become({ step: 'elsewhere', plan, run: asDriven(run), isCertain: locks !== null, ...note })
    here.follow()
  }

  /** Shows what is on record, where this tab has nothing of its own to show. `wrote`: another tab has just written it. */
  async function settle(wrote: boolean): Promise<void> {
    const work = shown.snapshot()
    const isDriven = locks ? await here.isDriven() : wrote
    if (isOwn() || shown.snapshot() !== work) return
    const found = leftBehind()
    if (isLeftOpen(found) && isDriven) follow(found)
    else show(found)
  }

  /** What is shown is this tab's own, or was seen to its end in it. */
  function isOwn(): boolean {
    const work = shown.snapshot()
    if (driver || here.isDriving() || here.hasLeft()) return true
    return work.step === 'planning' || work.step === 'planned' || (work.step === 'applying' && work.run.step === 'finished')
  }

  /** By another tab. */
  function recordChanged() {
    if (isOwn()) return
    const work = shown.snapshot()
    const run = work.step === 'elsewhere' ? records.further(work) : null
    if (run && work.step === 'elsewhere') become({ ...work, run: asDriven(run) })
    else void settle(true)
  }

  // --- planning

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
    if (work.step === 'elsewhere') return false
    if (work.step === 'applying') {
      if (work.run.step !== 'finished') return false
      // By now the record may be that of another tab's next run.
      const { run } = records.read()
      if (run && isSameRun(run, work) && run.run.step === 'finished') records.remove()
    }
    planning.end()
    driver = null
    return true
  }

  /** Nothing is shown any more, but for what another tab may have put on record meanwhile. */
  const leave = () => {
    become({ step: 'none' })
    void settle(false)
  }

  // --- driving

  /** Begins a run where none is on record: another tab's is never written over. */
  const begin = async (plan: RefreshPlan, ticked: ReadonlySet<string>) => {
    const planned = () => {
      const work = shown.snapshot()
      return work.step === 'planned' && work.plan === plan ? work : null
    }
    if (!planned()) return
    const isMine = await here.drive('if-free')
    const work = planned()
    const { run, dropped } = records.read()
    if (work && isMine && !run && dropped !== 'newer') return drive(plan, startRun(plan, ticked, clock.now().toISOString()), () => {})
    if (isMine) here.letGo()
    if (work) become({ ...work, note: !isMine ? 'run-elsewhere' : run ? 'run-on-record' : 'newer-record' })
  }

  /** Goes on with the run that was shown, which another tab may have brought further, or to its end, since. No other one is touched. */
  const goOn = async (asked: PlannedRun, first: (started: RunDriver) => void) => {
    const work = shown.snapshot()
    if (!hasRun(work) || !isSameRun(work, asked)) return
    if (driver) return first(driver)
    const isMine = await here.drive('if-free')
    if (here.hasLeft()) return
    if (!hasRun(shown.snapshot())) return isMine ? here.letGo() : undefined
    const { run } = records.read()
    if (isMine && run && isSameRun(run, asked) && run.run.step !== 'finished') return drive(run.plan, run.run, first)
    if (isMine) {
      here.letGo()
      show(leftBehind())
    } else if (run && run.run.step !== 'finished') follow(run)
    else if (work.step === 'applying') become({ ...work, note: 'run-elsewhere' })
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

  if (isLeftOpen(shown.snapshot())) void settle(false)

  return {
    subscribe: shown.subscribe,
    snapshot: shown.snapshot,
    preview,
    cancelPreview() {
      planning.end()
      if (shown.snapshot().step === 'planning') leave()
    },
    openPlan(plan) {
      if (endEarlierWork()) become({ step: 'planned', plan, isImported: true })
    },
    discard() {
      if (endEarlierWork()) leave()
    },
    async apply(ticked) {
      const work = shown.snapshot()
      if (work.step === 'planned') await inTurn(() => begin(work.plan, ticked))
    },
    pause: () => driver?.pause(),
    lostConnection: () => driver?.lostConnection(),
    async resume() {
      const work = shown.snapshot()
      if (!hasRun(work)) return
      if (work.step === 'applying') {
        const { note: _, ...rest } = work
        become({ ...rest, since: sinceNow(work.run) })
      }
      await inTurn(() => goOn(work, (started) => started.resume()))
    },
    async stop() {
      const work = shown.snapshot()
      if (hasRun(work)) await inTurn(() => goOn(work, (started) => started.stop()))
    },
    end() {
      planning.end()
      driver?.abandon()
      here.leave()
    },
  }
}

const hasRun = (work: Work): work is Extract<Work, PlannedRun> => work.step === 'applying' || work.step === 'elsewhere'
const isLeftOpen = (work: Work): work is Extract<Work, { step: 'applying' }> => work.step === 'applying' && work.run.step !== 'finished'

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
