import { stopCvms } from '@/api/batch-stop.ts'
import { fetchStatusBatch } from '@/api/cvm-list.ts'
import { runLifecycleAction } from '@/api/cvms.ts'
import { pageRecord } from '@/api/session/page-record.ts'
import { type Clock, systemClock } from '@/lib/clock.ts'
import { browserStore, type TextStore } from '@/lib/storage.ts'
import { createStore, type ReadableStore } from '@/lib/store.ts'
import { browserLocks, joinRun, type JoinedRun } from '@/runs/join-run.ts'
import { type Dropped, recordPrefix, type RecordScope } from '@/runs/records.ts'
import type { SessionPart } from '@/runs/session.ts'
import { hasBegunSince } from './has-begun-since.ts'
import type { PowerAction } from './power-action.ts'
import { powerJournal, type PowerCvm, type PowerRun } from './power-journal.ts'
import { afterClosing, isOpen, mayRetry, type PowerOutcome, type PowerTarget, waitingFor } from './power-outcome.ts'
import { lookAfter, runPower, type PowerTools } from './power-run.ts'

/** Where the one run of this browser stands, as this tab knows it. */
export type PowerWork =
  | { step: 'none' }
  /** Somebody was asked whether to do this to these. */
  | { step: 'asked'; action: PowerAction; cvms: readonly PowerCvm[] }
  | { step: 'running'; run: PowerRun; isEnding: boolean; isKept: boolean }
  /** A closed page left it behind, and what nobody saw the end of is being looked up. `isCertain` as below. */
  | { step: 'looking'; run: PowerRun; isKept: boolean; isCertain: boolean }
  /**
   * `lookedAt`: where tabs cannot agree, the record as it was when what it left open was looked up. The tab that wrote it may be open still, so
   * what was found is put on record only with what a person does next.
   */
  | { step: 'ended'; run: PowerRun; wasInterrupted: boolean; isKept: boolean; lookedAt?: PowerRun }
  /** Another tab drives it; this one follows its record. */
  | { step: 'elsewhere'; run: PowerRun }

type Look = PowerTools['look']

interface PowerRunsOptions {
  stopMany: PowerTools['stopMany']
  send: PowerTools['send']
  look: Look
  /** `since` is the run's `serverTime`. */
  hasBegun: (cvmId: string, action: PowerAction, since: string | null) => Promise<boolean | null>
  /** A moment of this computer as the server's ISO time, at the earliest. */
  serverTimeOf: (at: Date) => string | null
  store: TextStore
  locks: LockManager | null
  clock: Clock
}

export interface PowerRuns extends ReadableStore<PowerWork> {
  /**
   * Says where this tab is, and shows what an earlier page left behind there. `learn` gets whatever is learned of single CVMs. Tells
   * whether a record there could not be read, as `Dropped` says it.
   */
  open: (scope: RecordScope, learn: (statuses: Awaited<ReturnType<Look>>) => void) => Dropped
  /** A newer version of this console has a run on record: nothing is begun over it. */
  hasNewerRecord: () => boolean
  ask: (action: PowerAction, cvms: readonly PowerCvm[]) => void
  /**
   * Begins what was asked; `leftOut` are the CVMs for which nothing is sent, each with its reason. Where another tab has a run on record
   * that nobody has seen the end of, or the results of, that is shown in its place, nothing is sent, and it resolves to false.
   */
  start: (leftOut: ReadonlyMap<string, string>) => Promise<boolean>
  /** What failed or was not sent, as it is on record now: another tab may have done it already. */
  again: () => Promise<void>
  sendNoMore: () => void
  /** It was seen, or taken back before it began. */
  close: () => void
  /** Sends nothing more and lets another tab, or a later page, look after what is on record. */
  end: () => void
}

interface Place {
  name: string
  journal: ReturnType<typeof powerJournal>
  joined: JoinedRun
}

/**
 * The start, restart, shutdown or stop of many CVMs. It outlives its page, and what was asked and came back is on record before each wait, so
 * that a closed tab forgets nothing: the next one looks up what may have been sent, sends nothing by itself, and shows every row. All tabs
 * show the one run on record; the one that drives it alone sends and writes.
 */
export function createPowerRuns(options: PowerRunsOptions): PowerRuns {
  const { store, locks, clock } = options
  const shown = createStore<PowerWork>({ step: 'none' })
  let place: Place | null = null
  /** Of what this tab drives at present. */
  let end = new AbortController()
  let learn: (statuses: Awaited<ReturnType<Look>>) => void = () => {}

  const become = shown.set
  const step = () => shown.snapshot().step
  const isWorking = () => step() === 'running' || step() === 'looking'

  // --- driving

  /**
   * What a run works with, and the run as it has become known; each news of it is on record before it is shown. Where it is not certain that
   * the record is nobody else's, nothing is written.
   */
  const toolsFor = (
    { journal, joined }: Place,
    first: PowerRun,
    show: (run: PowerRun, isKept: boolean, signal: AbortSignal) => void,
    isCertain = true,
  ) => {
    const { signal } = (end = new AbortController())
    let run = first
    let isKept = !isCertain || journal.begin(run)
    const keep = () => {
      if (isCertain) isKept = journal.save(run) && isKept
      show(run, isKept, signal)
    }
    keep()
    // A request is made as whoever is signed in by then, so none is made for a session that has ended.
    const inSession =
      <Arguments extends unknown[], Answer>(ask: (...args: Arguments) => Promise<Answer>) =>
      async (...args: Arguments): Promise<Answer> => {
        if (joined.hasLeft()) throw new Error('The session has ended.')
        return ask(...args)
      }
    const tools: PowerTools = {
      stopMany: inSession(options.stopMany),
      send: inSession(options.send),
      hasBegun: inSession((cvmId, action) => options.hasBegun(cvmId, action, first.serverTime)),
      look: inSession(async (vmUuids) => {
        const statuses = await options.look(vmUuids)
        if (!joined.hasLeft()) learn(statuses)
        return statuses
      }),
      tell(some) {
        // What a session did not live to see is on record as it was, and looked up by a later one.
        if (joined.hasLeft()) return
        run = { ...run, outcomes: new Map([...run.outcomes, ...some]) }
        keep()
      },
      clock,
      signal,
    }
    return { tools, now: () => ({ run, isKept }) }
  }

  async function runAll(here: Place, first: PowerRun, targets: readonly PowerTarget[]) {
    const { tools, now } = toolsFor(here, first, (run, isKept, signal) =>
      become({ step: 'running', run, isKept, isEnding: signal.aborted }),
    )
    await runPower(first.action, targets, tools)
    finish(here, { ...now(), wasInterrupted: false })
  }

  /** Finds out what became of what an earlier page may have sent. */
  async function lookUp(here: Place, left: PowerRun) {
    const isCertain = locks !== null
    const run: PowerRun = {
      ...left,
      outcomes: new Map([...left.outcomes].map(([id, outcome]) => [id, afterClosing(outcome)])),
      wasInterrupted: true,
    }
    const show = (known: PowerRun, isKept: boolean, signal: AbortSignal) => {
      if (!signal.aborted) become({ step: 'looking', run: known, isKept, isCertain })
    }
    const { tools, now } = toolsFor(here, run, show, isCertain)
    const uncertain = run.cvms.filter(({ id }) => run.outcomes.get(id)!.kind === 'sending') // there is one for each
    await lookAfter(
      run.action,
      uncertain.map(({ id, vmUuid }) => ({ id, vmUuid, wasUncertain: true })),
      tools,
    )
    // Its tab turned out to be open still.
    if (tools.signal.aborted) return
    finish(here, { ...now(), wasInterrupted: true, ...(isCertain ? {} : { lookedAt: left }) })
  }

  function finish({ joined }: Place, results: Omit<Extract<PowerWork, { step: 'ended' }>, 'step'>) {
    if (joined.hasLeft()) return
    joined.letGo()
    become({ step: 'ended', ...results })
  }

  // --- following

  /** The run on record, if its end is not known; else shows its results, or that there is none. */
  function openRun({ journal, joined }: Place): PowerRun | null {
    const run = journal.read()
    if (run && hasOpenRows(run)) return run
    joined.letGo()
    if (run) become({ step: 'ended', run, wasInterrupted: run.wasInterrupted === true, isKept: true })
    else if (step() === 'ended' || step() === 'elsewhere') become({ step: 'none' })
    return null
  }

  /** Shows what is on record. Where nobody drives it any more, what is uncertain is looked up. */
  async function settle(here: Place): Promise<void> {
    if (here !== place || isWorking() || !openRun(here)) return
    const isMine = await here.joined.drive('if-free')
    if (here !== place || isWorking()) return
    const left = openRun(here) // it may have come to its end meanwhile
    if (!left) return
    if (isMine) return lookUp(here, left)
    follow(here, left)
  }

  /** The ended run that is shown, as it is on record: by now that may be another tab's next run, or its next try, which gives `null`. */
  function asItEnded({ journal }: Place, { run: seen, lookedAt }: Extract<PowerWork, { step: 'ended' }>): PowerRun | null {
    const run = journal.read()
    if (run?.startedAt !== seen.startedAt) return null
    if (!hasOpenRows(run)) return run
    return lookedAt && outcomesText(lookedAt) === outcomesText(run) ? seen : null
  }

  function follow({ joined }: Place, run: PowerRun) {
    become({ step: 'elsewhere', run })
    joined.follow()
  }

  /** Another tab has written the record. */
  function recordChanged(here: Place) {
    if (step() === 'asked' || step() === 'running' || (locks && step() === 'looking')) return
    // Without locks, whoever wrote it a moment ago is at it still.
    if (step() === 'looking') end.abort()
    const isDrivenElsewhere = !locks || step() === 'elsewhere'
    const run = isDrivenElsewhere ? openRun(here) : null
    if (run) follow(here, run)
    else if (!isDrivenElsewhere) void settle(here)
  }

  return {
    subscribe: shown.subscribe,
    snapshot: shown.snapshot,
    open(scope, onLook) {
      learn = onLook
      const name = recordPrefix('stop', scope)
      if (place?.name === name) return false
      end.abort()
      place?.joined.leave()
      const journal = powerJournal(store, scope)
      const joined = joinRun({
        locks,
        name,
        freed: () => void settle(here),
        record: { store, isKey: journal.isKey, changed: () => recordChanged(here) },
      })
      const here = { name, journal, joined }
      place = here
      const hadRecord = journal.has()
      // What was left behind is looked at before somebody is asked anything new.
      if (step() !== 'none' && (step() !== 'asked' || hadRecord)) become({ step: 'none' })
      void settle(here)
      return journal.isNewer() ? 'newer' : hadRecord && !journal.has() ? 'gone' : false
    },
    hasNewerRecord: () => place?.journal.isNewer() ?? false,
    ask(action, cvms) {
      if (step() === 'none') become({ step: 'asked', action, cvms: [...cvms] })
    },
    async start(leftOut) {
      const work = shown.snapshot()
      if (work.step !== 'asked' || !place) return true
      const { action, cvms } = work
      const here = place
      const isMine = await here.joined.drive('if-free')
      if (shown.snapshot() !== work) {
        void settle(here)
        return true
      }
      // What another tab has on record is not written over, whatever has become of it.
      if (!isMine || here.journal.has()) {
        become({ step: 'none' })
        void settle(here)
        return false
      }
      const outcomes = new Map(
        cvms.map(({ id }): [string, PowerOutcome] => {
          const reason = leftOut.get(id)
          return [id, reason === undefined ? { kind: 'waiting' } : { kind: 'skipped', detail: reason }]
        }),
      )
      const now = clock.now()
      await runAll(
        here,
        { action, startedAt: now.toISOString(), serverTime: options.serverTimeOf(now), cvms, outcomes },
        cvms.filter(({ id }) => !leftOut.has(id)).map(({ id, vmUuid }) => ({ id, vmUuid, wasUncertain: false })),
      )
      return true
    },
    async again() {
      const work = shown.snapshot()
      if (work.step !== 'ended' || !place) return
      const here = place
      const isMine = await here.joined.drive('if-free')
      if (shown.snapshot() !== work) return settle(here)
      if (!isMine) return follow(here, here.journal.read() ?? work.run)
      const run = asItEnded(here, work)
      const targets = run ? toTryAgain(run) : []
      if (!run || targets.length === 0) return settle(here)
      const waiting = targets.map((target) => [target.id, waitingFor(target)] as const)
      const { wasInterrupted: _, ...rest } = run
      await runAll(here, { ...rest, outcomes: new Map([...run.outcomes, ...waiting]) }, targets)
    },
    sendNoMore() {
      const work = shown.snapshot()
      if (work.step !== 'running') return
      end.abort()
      become({ ...work, isEnding: true })
    },
    close() {
      const work = shown.snapshot()
      if (work.step !== 'ended' && work.step !== 'asked') return
      if (work.step === 'ended' && place && asItEnded(place, work)) place.journal.remove()
      become({ step: 'none' })
      // What another tab began meanwhile was not shown over a question, nor over results.
      if (place) void settle(place)
    },
    end() {
      end.abort()
      place?.joined.leave()
      place = null
    },
  }
}

const hasOpenRows = ({ outcomes }: PowerRun) => [...outcomes.values()].some(isOpen)

const outcomesText = ({ outcomes }: PowerRun) => JSON.stringify([...outcomes])

const toTryAgain = ({ cvms, outcomes }: PowerRun): PowerTarget[] =>
  cvms.flatMap(({ id, vmUuid }) => {
    const outcome = outcomes.get(id)! // there is one for each
    return mayRetry(outcome) ? [{ id, vmUuid, wasUncertain: outcome.kind !== 'not-sent' }] : []
  })

/** The runs of this session. */
export const powerRunsPart: SessionPart<PowerRuns> = {
  make: () =>
    createPowerRuns({
      stopMany: stopCvms,
      send: (cvmId, action) => runLifecycleAction(cvmId, action),
      look: (vmUuids) => fetchStatusBatch(vmUuids),
      hasBegun: hasBegunSince,
      serverTimeOf: (at) => {
        const server = pageRecord.current().clock.toServer(at.getTime())
        return server && new Date(server.earliest).toISOString()
      },
      store: browserStore,
      locks: browserLocks(),
      clock: systemClock,
    }),
  end: (runs) => runs.end(),
}
