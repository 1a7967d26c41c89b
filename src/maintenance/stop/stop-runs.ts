import { stopCvms } from '@/api/batch-stop.ts'
import { fetchStatusBatch } from '@/api/cvm-list.ts'
import { type Clock, systemClock } from '@/lib/clock.ts'
import { browserStore, type TextStore } from '@/lib/storage.ts'
import { createStore, type ReadableStore } from '@/lib/store.ts'
import { createLease, type Lease } from '@/runs/lease.ts'
import { recordPrefix, type RecordScope } from '@/runs/records.ts'
import type { SessionPart } from '@/runs/session.ts'
import { stopJournal, type StopCvm, type StopRun } from './stop-journal.ts'
import { lookAfter, mayRetry, stopMany, type StopOutcome, type StopTarget, type StopTools } from './stop-many.ts'

/** Where the one stop of this tab stands. */
export type StopWork =
  | { step: 'none' }
  /** Somebody was asked whether to stop these. */
  | { step: 'asked'; cvms: readonly StopCvm[] }
  | { step: 'running'; run: StopRun; isEnding: boolean; isKept: boolean }
  /** A closed page left it behind, and what nobody saw the end of is being looked up. */
  | { step: 'looking'; run: StopRun; isKept: boolean }
  | { step: 'ended'; run: StopRun; wasInterrupted: boolean; isKept: boolean }
  /** Another tab drives it; this one follows its record. */
  | { step: 'elsewhere'; run: StopRun }

type Look = StopTools['look']

interface StopRunsOptions {
  stop: StopTools['stop']
  look: Look
  store: TextStore
  lease: (name: string) => Lease
  clock: Clock
}

export interface StopRuns extends ReadableStore<StopWork> {
  /**
   * Says where this tab is, and shows what an earlier page left behind there. `learn` gets whatever is learned of single CVMs. False when
   * there was a record that could not be read; it is gone then.
   */
  open: (scope: RecordScope, learn: (statuses: Awaited<ReturnType<Look>>) => void) => boolean
  ask: (cvms: readonly StopCvm[]) => void
  start: () => Promise<void>
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
  journal: ReturnType<typeof stopJournal>
  lease: Lease
}

/**
 * The stop of many CVMs of this tab. It outlives its page, and what was asked and came back is on record before each wait, so that a
 * closed tab forgets nothing: the next one looks up what may have been sent, sends nothing by itself, and shows every row.
 */
export function createStopRuns({ stop, look, store, lease: leaseOf, clock }: StopRunsOptions): StopRuns {
  const shown = createStore<StopWork>({ step: 'none' })
  let place: Place | null = null
  let end = new AbortController()
  let stopFollowing = () => {}
  let onLook: (statuses: Awaited<ReturnType<Look>>) => void = () => {}

  const become = shown.set

  const toolsFor = ({ journal }: Place, first: StopRun, show: (run: StopRun, isKept: boolean) => void) => {
    let run = first
    let isKept = journal.begin(run)
    const keep = () => {
      isKept = journal.save(run) && isKept
      show(run, isKept)
    }
    keep()
    const tools: StopTools = {
      stop,
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

  async function runAll(here: Place, first: StopRun, targets: readonly StopTarget[]) {
    end = new AbortController()
    const { tools, now } = toolsFor(here, first, (run, isKept) => become({ step: 'running', run, isKept, isEnding: end.signal.aborted }))
    await stopMany(targets, tools)
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
      const journal = stopJournal(store, scope)
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
    ask(cvms) {
      if (shown.snapshot().step === 'none') become({ step: 'asked', cvms: [...cvms] })
    },
    async start() {
      const work = shown.snapshot()
      if (work.step !== 'asked' || !place) return
      const { cvms } = work
      const here = place
      if (!(await here.lease.take('if-free'))) {
        become({ step: 'none' })
        return recover(here)
      }
      const outcomes = new Map(cvms.map(({ id }): [string, StopOutcome] => [id, { kind: 'waiting' }]))
      await runAll(
        here,
        { startedAt: clock.now().toISOString(), cvms, outcomes },
        cvms.map(({ id, vmUuid }) => ({ id, vmUuid, wasUncertain: false })),
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
      const waiting = targets.map(({ id, wasUncertain }): [string, StopOutcome] => [
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
const isOpen = ({ kind }: StopOutcome) => kind === 'waiting' || kind === 'sending'

/** What is known of a row once nobody works on it any more. `sending` stays: it has to be looked up. */
function afterClosing(outcome: StopOutcome): StopOutcome {
  if (outcome.kind !== 'waiting') return outcome
  return outcome.detail === mayHaveArrived ? { kind: 'sending' } : { kind: 'not-sent', detail: 'The page was closed before it was sent.' }
}

/** The stops of this session. */
export const stopRunsPart: SessionPart<StopRuns> = {
  make: () =>
    createStopRuns({
      stop: stopCvms,
      look: (vmUuids) => fetchStatusBatch(vmUuids),
      store: browserStore,
      lease: (name) => createLease('locks' in navigator ? navigator.locks : null, name, () => {}),
      clock: systemClock,
    }),
  end: (runs) => runs.end(),
}
