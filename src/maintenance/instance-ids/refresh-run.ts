import { assertNever } from '@/lib/assert-never.ts'
import type { RefreshResult } from '@/api/schemas/instance-ids.ts'
import type { Trouble } from './batch-trouble.ts'
import { isAsPlanned, rowsById, whatToWrite, type PlanRow, type RefreshPlan } from './refresh-plan.ts'
import { outcomeOfChange, outcomeOfLook, outcomeOfWrite, type RowOutcome } from './row-outcome.ts'

/**
 * waiting → checking (dry run) → writing → done. A write whose answer was lost is `uncertain` and then `examining` (a dry run); what it
 * turns out not to have written goes back to `waiting`, so it is checked again before it is ever sent again.
 */
export type ChunkStep = 'waiting' | 'checking' | 'writing' | 'uncertain' | 'examining' | 'done'

export interface Chunk {
  /** Ids without an outcome yet. While `writing` exactly the ids of the request. */
  ids: string[]
  overwrite: boolean
  step: ChunkStep
  /** Failures of this chunk since a person last resumed. */
  failures: number
}

interface RunFacts {
  startedAt: string
  /** Conflicts that a person ticked for overwriting. */
  ticked: ReadonlySet<string>
  chunks: readonly Chunk[]
  /** Outcomes of rows that were to be written; those of the others follow from the plan. */
  outcomes: ReadonlyMap<string, RowOutcome>
}

export type PauseReason = Exclude<Trouble, 'refused'> | 'person' | 'reload'

export type RunState = RunFacts &
  (
    | { step: 'running' }
    | { step: 'paused'; reason: PauseReason }
    /** What is under way ends; nothing else starts. */
    | { step: 'stopping' }
    | { step: 'finished'; finishedAt: string; isStopped: boolean }
  )

export type RunEvent =
  /** The dry run of a waiting or uncertain chunk is being sent. */
  | { type: 'started'; chunk: number }
  | { type: 'checked'; chunk: number; items: readonly RefreshResult[] }
  | { type: 'written'; chunk: number; items: readonly RefreshResult[] }
  /** The answer to a write did not come or told nothing. */
  | { type: 'write-lost'; chunk: number }
  | { type: 'examined'; chunk: number; items: readonly RefreshResult[] }
  /** The request certainly did nothing and can be tried again. */
  | { type: 'delayed'; chunk: number }
  /** The server refused these ids for good. */
  | { type: 'refused'; chunk: number; detail: string }
  | { type: 'pause'; reason: PauseReason }
  | { type: 'resume' }
  | { type: 'stop' }
  | { type: 'end'; at: string }

/** The state before the first request. */
export function startRun(plan: RefreshPlan, ticked: ReadonlySet<string>, startedAt: string): RunState {
  return {
    step: 'running',
    startedAt,
    ticked,
    chunks: whatToWrite(plan, ticked).requests.map(({ ids, overwrite }) => ({ ids, overwrite, step: 'waiting', failures: 0 })),
    outcomes: new Map(),
  }
}

const isUnderWay = (chunk: Chunk) => chunk.step === 'checking' || chunk.step === 'writing' || chunk.step === 'examining'

/** Whether a chunk may send its next request now. */
export function mayGoOn(state: RunState, chunk: Chunk): boolean {
  if (state.step === 'running') return chunk.step !== 'done'
  // A stop lets a write follow its check, and finds out what an uncertain write did.
  return state.step === 'stopping' && chunk.step !== 'done' && chunk.step !== 'waiting'
}

/** Nothing is left to do: every chunk is done, or, after a stop, those that never started. */
export const isOver = (state: RunState) =>
  (state.step === 'running' || state.step === 'stopping') &&
  state.chunks.every((chunk) => chunk.step === 'done' || (state.step === 'stopping' && chunk.step === 'waiting'))

/** The whole of what can happen to a run. Pure and total: an event that does not fit leaves the state as it is. */
export function nextRun(plan: RefreshPlan, state: RunState, event: RunEvent): RunState {
  if (state.step === 'finished') return state
  switch (event.type) {
    case 'pause':
      return state.step === 'paused' ? state : { ...facts(state), step: 'paused', reason: event.reason }
    case 'resume':
      return state.step === 'paused'
        ? { ...facts(state), step: 'running', chunks: state.chunks.map((chunk) => ({ ...chunk, failures: 0 })) }
        : state
    case 'stop':
      return state.step === 'stopping'
        ? state
        : { ...facts(state), step: 'stopping', chunks: state.chunks.map((chunk) => ({ ...chunk, failures: 0 })) }
    case 'end':
      return isOver(state) ? { ...facts(state), step: 'finished', finishedAt: event.at, isStopped: state.step === 'stopping' } : state
    default:
      return nextChunk(plan, state, event)
  }
}

const facts = ({ startedAt, ticked, chunks, outcomes }: RunFacts): RunFacts => ({ startedAt, ticked, chunks, outcomes })

type ChunkEvent = Extract<RunEvent, { chunk: number }>

function nextChunk(plan: RefreshPlan, state: RunState, event: ChunkEvent): RunState {
  const chunk = state.chunks[event.chunk]
  if (!chunk) return state
  const become = (step: ChunkStep, changes: Partial<Chunk> = {}, outcomes?: Iterable<[string, RowOutcome]>): RunState => ({
    ...state,
    chunks: state.chunks.with(event.chunk, { ...chunk, ...changes, step }),
    outcomes: outcomes ? new Map([...state.outcomes, ...outcomes]) : state.outcomes,
  })
  switch (event.type) {
    case 'started':
      return chunk.step === 'waiting' ? become('checking') : chunk.step === 'uncertain' ? become('examining') : state
    case 'checked': {
      if (chunk.step !== 'checking') return state
      if (state.step === 'paused') return become('waiting') // by the time of a resume it would have to be checked again anyway
      const now = rowsById(event.items)
      const { kept, outcomes } = settle(plan, chunk.ids, (row) =>
        isAsPlanned(row, now.get(row.id)) ? null : outcomeOfChange(row, now.get(row.id)),
      )
      return become(kept.length === 0 ? 'done' : 'writing', { ids: kept }, outcomes)
    }
    case 'written': {
      if (chunk.step !== 'writing') return state
      const now = rowsById(event.items)
      const { kept, outcomes } = settle(plan, chunk.ids, (row) => outcomeOfWrite(row, now.get(row.id)))
      return become(kept.length === 0 ? 'done' : 'uncertain', { ids: kept, failures: chunk.failures + 1 }, outcomes)
    }
    case 'write-lost':
      return chunk.step === 'writing' ? become('uncertain', { failures: chunk.failures + 1 }) : state
    case 'examined': {
      if (chunk.step !== 'examining') return state
      const now = rowsById(event.items)
      const { kept, outcomes } = settle(plan, chunk.ids, (row) => {
        const found = outcomeOfLook(row, now.get(row.id))
        return found === 'not-written' ? null : found
      })
      return become(kept.length === 0 ? 'done' : 'waiting', { ids: kept }, outcomes)
    }
    case 'delayed': {
      if (!isUnderWay(chunk)) return state
      return become(chunk.step === 'examining' ? 'uncertain' : 'waiting', { failures: chunk.failures + 1 })
    }
    case 'refused': {
      if (!isUnderWay(chunk)) return state
      const kind = chunk.step === 'examining' ? 'unknown' : 'refused'
      return become(
        'done',
        { ids: [] },
        chunk.ids.map((id) => [id, { kind, detail: event.detail }]),
      )
    }
    default:
      return assertNever(event)
  }
}

const rowMaps = new WeakMap<RefreshPlan, Map<string, PlanRow>>()

/** The plan's rows by id, built once for each plan. */
function plannedRows(plan: RefreshPlan): Map<string, PlanRow> {
  const known = rowMaps.get(plan) ?? new Map(plan.rows.map((row) => [row.id, row]))
  rowMaps.set(plan, known)
  return known
}

/** Splits ids into those that have an outcome now and those that are kept for the next step. */
function settle(plan: RefreshPlan, ids: readonly string[], outcomeOf: (row: PlanRow) => RowOutcome | null) {
  const rows = plannedRows(plan)
  const kept: string[] = []
  const outcomes: [string, RowOutcome][] = []
  for (const id of ids) {
    const outcome = outcomeOf(rows.get(id)!) // chunks are built from the plan's own rows
    if (outcome) outcomes.push([id, outcome])
    else kept.push(id)
  }
  return { kept, outcomes }
}

const beingWritten: RowOutcome = { kind: 'under-way', detail: null }
const lostForNow: RowOutcome = { kind: 'unknown', detail: 'The answer to its request was lost. It is looked up before anything else.' }
const withoutId: RowOutcome = { kind: 'error', detail: 'The preview named no ID to write.' }

/** The outcome of every row of the plan, in its order. Asked several times a second while thousands of rows are written. */
export function outcomesById(plan: RefreshPlan, state: RunState): ReadonlyMap<string, RowOutcome> {
  const open: RowOutcome = { kind: state.step === 'finished' ? 'not-sent' : 'to-come', detail: null }
  const ofChunks = new Map<string, RowOutcome>()
  for (const { ids, step } of state.chunks) {
    const outcome = step === 'writing' ? beingWritten : step === 'uncertain' || step === 'examining' ? lostForNow : open
    for (const id of ids) ofChunks.set(id, outcome)
  }
  return new Map(
    plan.rows.map((row) => [
      row.id,
      state.outcomes.get(row.id) ??
        ofChunks.get(row.id) ??
        (row.status === 'updated' ? withoutId : { kind: row.status, detail: row.reason }),
    ]),
  )
}

/** The same as a list. */
export function outcomesOf(plan: RefreshPlan, state: RunState): { row: PlanRow; outcome: RowOutcome }[] {
  const outcomes = outcomesById(plan, state)
  return plan.rows.map((row) => ({ row, outcome: outcomes.get(row.id)! })) // it holds every row
}

export interface RunProgress {
  requests: number
  requestsDone: number
  underWay: number
  rows: number
  rowsDone: number
}

export function progressOf(state: RunState): RunProgress {
  const open = state.chunks.reduce((sum, chunk) => sum + chunk.ids.length, 0)
  return {
    requests: state.chunks.length,
    requestsDone: state.chunks.filter((chunk) => chunk.step === 'done').length,
    underWay: state.chunks.filter(isUnderWay).length,
    rows: open + state.outcomes.size,
    rowsDone: state.outcomes.size,
  }
}
