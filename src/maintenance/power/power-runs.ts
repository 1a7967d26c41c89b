import { stopCvms } from '@/api/batch-stop.ts'
import { fetchStatusBatch } from '@/api/cvm-list.ts'
import { runLifecycleAction } from '@/api/cvms.ts'
import { pageRecord } from '@/api/session/page-record.ts'
import { type Clock, systemClock } from '@/lib/clock.ts'
import { browserStore, type TextStore } from '@/lib/storage.ts'
import { createStore, type ReadableStore } from '@/lib/store.ts'
import { createLease, type Lease } from '@/runs/lease.ts'
import { recordPrefix, type RecordScope } from '@/runs/records.ts'
import type { SessionPart } from '@/runs/session.ts'
import { hasBegunSince } from './has-begun-since.ts'
import type { PowerAction } from './power-action.ts'
import { powerJournal, type PowerCvm, type PowerRun } from './power-journal.ts'
import { isOpen, lookAfter, mayRetry, runPower, type PowerOutcome, type PowerTarget, type PowerTools } from './power-run.ts'

/** Where the one run of this tab stands. */
export type PowerWork =
  | { step: 'none' }
  /** Somebody was asked whether to do this to these. */
  | { step: 'asked'; action: PowerAction; cvms: readonly PowerCvm[] }
  | { step: 'running'; run: PowerRun; isEnding: boolean; isKept: boolean }
  /** A closed page left it behind, and what nobody saw the end of is being looked up. */
  | { step: 'looking'; run: PowerRun; isKept: boolean }
  | { step: 'ended'; run: PowerRun; wasInterrupted: boolean; isKept: boolean }
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
  lease: (name: string) => Lease
  clock: Clock
}

export interface PowerRuns extends ReadableStore<PowerWork> {
  /**
   * Says where this tab is, and shows what an earlier page left behind there. `learn` gets whatever is learned of single CVMs. False when
   * there was a record that could not be read; it is gone then.
   */
  open: (scope: RecordScope, learn: (statuses: Awaited<ReturnType<Look>>) => void) => boolean
  ask: (action: PowerAction, cvms: readonly PowerCvm[]) => void
  /** Begins what was asked; `leftOut` are the CVMs for which nothing is sent, each with its reason. */
  start: (leftOut: ReadonlyMap<string, string>) => Promise<void>
  /** What failed or was not sent. */
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
  lease: Lease
}

/**
 * The start, restart, shutdown or stop of many CVMs of this tab. It outlives its page, and what was asked and came back is on record before
 * each wait, so that a closed tab forgets nothing: the next one looks up what may have been sent, sends nothing by itself, and shows every row.
 */
export function createPowerRuns(options: PowerRunsOptions): PowerRuns {
  const { look, store, lease: leaseOf, clock } = options
  const shown = createStore<PowerWork>({ step: 'none' })
  let place: Place | null = null
  let end = new AbortController()
  let stopFollowing = () => {}
  let onLook: (statuses: Awaited<ReturnType<Look>>) => void = () => {}

  const become = shown.set

  const toolsFor = ({ journal }: Place, first: PowerRun, show: (run: PowerRun, isKept: boolean) => void) => {
    let run = first
    let isKept = journal.begin(run)
    const keep = () => {
      isKept = journal.save(run) && isKept
      show(run, isKept)
    }
    keep()
    const tools: PowerTools = {
      stopMany: options.stopMany,
      send: options.send,
      hasBegun: (cvmId, action) => options.hasBegun(cvmId, action, first.serverTime),
      look: async (vmUuids) => {
        const statuses = await look(vmUuids)
        onLook(statuses)
        return statuses
      },
      tell: (some) => {
        run = { ...run, outcomes: new Map([...run.outcomes, ...some]) }
        keep()
      },
      clock,
      signal: end.signal,
    }
    return { tools, now: () => ({ run, isKept }) }
  }

  async function runAll(here: Place, first: PowerRun, targets: readonly PowerTarget[]) {
    end = new AbortController()
    const { tools, now } = toolsFor(here, first, (run, isKept) => become({ step: 'running', run, isKept, isEnding: end.signal.aborted }))
    await runPower(first.action, targets, tools)
    here.lease.release()
    become({ step: 'ended', ...now(), wasInterrupted: false })
  }

  /** Shows what an earlier page left behind, after finding out about what is uncertain. */
  async function recover(here: Place) {
    const work = shown.snapshot()
    if (here !== place || (work.step !== 'none' && work.step !== 'elsewhere')) return
    const { journal, lease } = here
    const left = journal.read()
    if (!left) {
      lease.release()
      return work.step === 'none' ? undefined : become({ step: 'none' })
    }
    const isMine = await lease.take('if-free')
    if (here !== place) return lease.release()
    if (!isMine) {
      if (work.step === 'none') lease.takeWhenFree(() => void recover(here))
      return become({ step: 'elsewhere', run: left })
    }
    const run = { ...left, outcomes: new Map([...left.outcomes].map(([id, outcome]) => [id, afterClosing(outcome)])) }
    const wasInterrupted = [...left.outcomes.values()].some(isOpen)
    const uncertain = run.cvms.filter(({ id }) => run.outcomes.get(id)!.kind === 'sending')
    const { tools, now } = toolsFor(here, run, (shown, isKept) => become({ step: 'looking', run: shown, isKept }))
    await lookAfter(
      run.action,
      uncertain.map(({ id, vmUuid }) => ({ id, vmUuid, wasUncertain: true })),
      tools,
    )
    lease.release()
    become({ step: 'ended', ...now(), wasInterrupted })
  }

  return {
    subscribe: shown.subscribe,
    snapshot: shown.snapshot,
    open(scope, learn) {
      onLook = learn
      const name = recordPrefix('stop', scope)
      if (place?.name === name) return true
      const journal = powerJournal(store, scope)
      stopFollowing()
      place = { name, journal, lease: leaseOf(name) }
      stopFollowing = store.subscribe((changed, fromOtherTab) => {
        if (!fromOtherTab || shown.snapshot().step !== 'elsewhere' || !journal.isKey(changed)) return
        const run = journal.read()
        become(run ? { step: 'elsewhere', run } : { step: 'none' })
      })
      const { step } = shown.snapshot()
      if (step === 'ended' || step === 'elsewhere') become({ step: 'none' })
      const hadRecord = journal.has()
      // What was left behind is looked at before somebody is asked anything new.
      if (step === 'asked' && hadRecord) become({ step: 'none' })
      void recover(place)
      return !hadRecord || journal.has()
    },
    ask(action, cvms) {
      if (shown.snapshot().step === 'none') become({ step: 'asked', action, cvms: [...cvms] })
    },
    async start(leftOut) {
      const work = shown.snapshot()
      if (work.step !== 'asked' || !place) return
      const { action, cvms } = work
      const here = place
      if (!(await here.lease.take('if-free'))) {
        become({ step: 'none' })
        return recover(here)
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
    },
    async again() {
      const work = shown.snapshot()
      if (work.step !== 'ended' || !place) return
      const { run } = work
      const here = place
      if (!(await here.lease.take('if-free'))) return
      const targets = run.cvms
        .filter(({ id }) => mayRetry(run.outcomes.get(id)!))
        .map(({ id, vmUuid }) => ({ id, vmUuid, wasUncertain: run.outcomes.get(id)!.kind !== 'not-sent' }))
      const waiting = targets.map(({ id, wasUncertain }): [string, PowerOutcome] => [
        id,
        wasUncertain ? { kind: 'waiting', detail: mayHaveArrived } : { kind: 'waiting' },
      ])
      await runAll(here, { ...run, outcomes: new Map([...run.outcomes, ...waiting]) }, targets)
    },
    sendNoMore() {
      const work = shown.snapshot()
      if (work.step !== 'running') return
      end.abort()
      become({ ...work, isEnding: true })
    },
    close() {
      const work = shown.snapshot()
      // By now the record may be that of another tab's next stop.
      if (work.step === 'ended' && place?.journal.read()?.startedAt === work.run.startedAt) place.journal.remove()
      if (work.step === 'ended' || work.step === 'asked') become({ step: 'none' })
    },
    end() {
      end.abort()
      stopFollowing()
      place?.lease.release()
      place = null
    },
  }
}

const mayHaveArrived = 'An earlier request may have reached it.'

/** What is known of a row once nobody works on it any more. `sending` stays: it has to be looked up. */
function afterClosing(outcome: PowerOutcome): PowerOutcome {
  if (outcome.kind !== 'waiting') return outcome
  return outcome.detail === mayHaveArrived ? { kind: 'sending' } : { kind: 'not-sent', detail: 'The page was closed before it was sent.' }
}

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
      lease: (name) => createLease('locks' in navigator ? navigator.locks : null, name, () => {}),
      clock: systemClock,
    }),
  end: (runs) => runs.end(),
}
