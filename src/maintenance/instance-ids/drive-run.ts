import type { RefreshOptions } from '@/api/instance-ids.ts'
import type { RefreshResult } from '@/api/schemas/instance-ids.ts'
import type { Clock } from '@/lib/clock.ts'
import { createStore, type ReadableStore } from '@/lib/store.ts'
import { createBatchThrottle } from './batch-throttle.ts'
import { wordsOf } from '../reading/words-of.ts'
import { isPassing, troubleOf } from './batch-trouble.ts'
import { previewOptions, type PlanOptions, type Refresh, type RefreshPlan } from './refresh-plan.ts'
import { isOver, mayGoOn, nextRun, type RunEvent, type RunState } from './refresh-run.ts'

/** Chunks that are under way at once; each is a dry run followed by its write. */
const chunksAtOnce = 4
/** A chunk that keeps failing while others get answers is given up before its write, and pauses the run after it. */
const failuresPerChunk = 8
const lostAnswersInARow = 6
const troublesInARow = 12

export interface RunDriver extends ReadableStore<RunState> {
  pause(): void
  resume(): void
  /** Lets what is under way end; nothing else starts. */
  stop(): void
  /** No connection, says the browser. */
  lostConnection(): void
  /** Sends nothing more and forgets the answers still under way, as a closed tab does. */
  abandon(): void
}

interface DriveOptions {
  plan: RefreshPlan
  state: RunState
  refresh: Refresh
  clock: Clock
  /** Called before each write is sent and whenever something was learned; must not throw. */
  save: (state: RunState) => void
  /** Told until when the server asked for no request, each time that it does. */
  onWait?: (until: Date | null) => void
  maxAtOnce?: number
}

/** Both dry runs after a plan: the check before a write repeats the preview's request, the look after a lost answer leaves nobody out. */
const lookOptions = previewOptions({ runningOnly: false, missingOnly: false })

const writeOptions = (options: PlanOptions, overwrite: boolean) => ({ ...previewOptions(options), overwrite, dryRun: false })

/** Turns a run's states into requests and their answers into events, until it is over or paused. */
export function driveRun({
  plan,
  state: first,
  refresh,
  clock,
  save,
  onWait = () => {},
  maxAtOnce = chunksAtOnce,
}: DriveOptions): RunDriver {
  const throttle = createBatchThrottle(maxAtOnce, clock)
  const abandoned = new AbortController()
  const claimed = new Set<number>()
  let state = first
  const shown = createStore(first)

  const dispatch = (event: RunEvent) => {
    if (abandoned.signal.aborted) return
    const before = state
    state = nextRun(plan, state, event)
    if (isOver(state)) state = nextRun(plan, state, { type: 'end', at: clock.now().toISOString() })
    if (state === before) return
    save(state)
    shown.set(state)
  }

  const pump = () => {
    while (claimed.size < throttle.limit && !abandoned.signal.aborted) {
      const index = nextChunkIndex()
      if (index === -1) return
      claimed.add(index)
      void takeTurn(index)
    }
  }

  /** What is uncertain comes first: until it is known, nobody can say what was written. */
  const nextChunkIndex = () => {
    const isFree = (index: number) => !claimed.has(index) && mayGoOn(state, state.chunks[index]!)
    const uncertain = state.chunks.findIndex((chunk, index) => chunk.step === 'uncertain' && isFree(index))
    return uncertain !== -1 ? uncertain : state.chunks.findIndex((chunk, index) => chunk.step === 'waiting' && isFree(index))
  }

  const stepOf = (index: number) => state.chunks[index]!.step

  /**
   * One check with the write that follows from it, or one look after a lost answer. Between an answer and the next request nothing is
   * awaited: whoever listens would render first, and the server would wait for it.
   */
  const takeTurn = async (index: number) => {
    try {
      while (throttle.waitMs() > 0 && !abandoned.signal.aborted) await clock.wait(throttle.waitMs(), abandoned.signal).catch(() => {})
      if (abandoned.signal.aborted || !mayGoOn(state, state.chunks[index]!)) return
      const isLook = stepOf(index) === 'uncertain'
      dispatch({ type: 'started', chunk: index })
      const seen = await ask(index, isLook ? lookOptions : previewOptions(plan.options))
      if (!seen) return
      dispatch({ type: isLook ? 'examined' : 'checked', chunk: index, items: seen })
      if (stepOf(index) !== 'writing') return
      const written = await ask(index, writeOptions(plan.options, state.chunks[index]!.overwrite))
      if (written) dispatch({ type: 'written', chunk: index, items: written })
    } finally {
      claimed.delete(index)
      pump()
    }
  }

  /** The rows of the answer for the ids that are left in a chunk; `null` after a failure, which is told already. */
  const ask = async (chunk: number, options: RefreshOptions): Promise<readonly RefreshResult[] | null> => {
    try {
      const { items } = await refresh(state.chunks[chunk]!.ids, options)
      throttle.answered()
      return items
    } catch (error) {
      failed(chunk, error, !options.dryRun)
      return null
    }
  }

  const failed = (chunk: number, error: unknown, isWrite: boolean) => {
    const trouble = troubleOf(error)
    if (trouble === 'refused') return dispatch({ type: 'refused', chunk, detail: wordsOf(error) })
    const isUncertain = isWrite && (trouble === 'server-trouble' || trouble === 'unreachable' || trouble === 'not-understood')
    dispatch(isUncertain ? { type: 'write-lost', chunk } : { type: 'delayed', chunk })
    if (!isPassing(trouble)) return dispatch({ type: 'pause', reason: trouble })
    throttle.slowDown(error)
    onWait(throttle.waitsUntil())
    if (throttle.troublesInARow >= (trouble === 'unreachable' ? lostAnswersInARow : troublesInARow))
      return dispatch({ type: 'pause', reason: trouble })
    if (state.chunks[chunk]!.failures < failuresPerChunk) return
    if (stepOf(chunk) === 'waiting' && trouble !== 'too-many-requests') return giveUp(chunk, wordsOf(error))
    dispatch({ type: 'pause', reason: trouble })
  }

  /** Only for a chunk that certainly wrote nothing since its last look. */
  const giveUp = (chunk: number, words: string) => {
    dispatch({ type: 'started', chunk })
    dispatch({ type: 'refused', chunk, detail: `The check before writing kept failing: ${words}` })
  }

  const tell = (event: RunEvent) => {
    dispatch(event)
    pump()
  }

  // A run without anything to write is over before it starts.
  if (isOver(state)) state = nextRun(plan, state, { type: 'end', at: clock.now().toISOString() })
  save(state)
  shown.set(state)
  pump()

  return {
    snapshot: shown.snapshot,
    subscribe: shown.subscribe,
    pause: () => tell({ type: 'pause', reason: 'person' }),
    resume: () => tell({ type: 'resume' }),
    stop: () => tell({ type: 'stop' }),
    lostConnection: () => tell({ type: 'pause', reason: 'unreachable' }),
    abandon: () => abandoned.abort(),
  }
}
