import type { Clock } from '@/lib/clock.ts'
import { createBatchThrottle } from './batch-throttle.ts'
import { wordsOf } from '../reading/words-of.ts'
import { isPassing, troubleOf } from './batch-trouble.ts'
import { withDigest } from './plan-file.ts'
import {
  chunksOf,
  failedRow,
  planRows,
  previewOptions,
  type PlanOptions,
  type PlanRow,
  type Refresh,
  type RefreshPlan,
} from './refresh-plan.ts'

export interface PlanRequest {
  ids: string[]
  nameOf: (id: string) => string | null
  options: PlanOptions
  upstream: string
  worldId: string | null
  createdBy: string | null
}

/** The request for a new preview of a plan's CVMs, or of some of them, with the same options. */
export function samePreview(
  { rows, options, upstream, worldId }: RefreshPlan,
  createdBy: string | null,
  some?: readonly string[],
): PlanRequest {
  const names = new Map(rows.map(({ id, name }) => [id, name]))
  const ids = some ? [...some] : rows.map(({ id }) => id)
  return { ids, nameOf: (id) => names.get(id) ?? null, options, upstream, worldId, createdBy }
}

export interface PlanProgress {
  chunksDone: number
  chunks: number
  /** Until when the server asked for no request. */
  waitsUntil: Date | null
}

/** Dry runs that are under way at once. */
const dryRunsAtOnce = 4
/** A dry run changes nothing, so it may be repeated; after so many failures in a row a person should know. */
const maxTries = 8

/**
 * Asks the server what it would do, chunk by chunk, writing nothing. Repeats a dry run after 429, 5xx and a lost answer. A refused chunk
 * becomes error rows; throws the `ApiError` when nothing more can be learned (signed out, not permitted, unreachable), and an `AbortError`
 * when the signal aborts.
 */
export async function makePlan(
  { ids, nameOf, options, upstream, worldId, createdBy }: PlanRequest,
  {
    refresh,
    clock,
    signal,
    onProgress,
  }: { refresh: Refresh; clock: Clock; signal: AbortSignal; onProgress: (progress: PlanProgress) => void },
): Promise<RefreshPlan> {
  const chunks = chunksOf(ids, options.chunkSize)
  const answers: PlanRow[][] = Array.from({ length: chunks.length }, () => [])
  const throttle = createBatchThrottle(dryRunsAtOnce, clock)
  const waiting = chunks.map((ids, index) => ({ ids, index, tries: 0 }))
  let chunksDone = 0
  const tell = () => onProgress({ chunksDone, chunks: chunks.length, waitsUntil: throttle.waitsUntil() })
  tell()

  /** One dry run; a chunk that met passing trouble goes to the end of the queue. */
  const takeTurn = async (chunk: (typeof waiting)[number]) => {
    if (throttle.waitMs() > 0) await clock.wait(throttle.waitMs(), signal)
    signal.throwIfAborted()
    try {
      const { items } = await refresh(chunk.ids, previewOptions(options), signal)
      signal.throwIfAborted()
      throttle.answered()
      answers[chunk.index] = planRows(chunk.ids, items, nameOf)
    } catch (error) {
      signal.throwIfAborted()
      const trouble = troubleOf(error)
      if (isPassing(trouble) && chunk.tries + 1 < maxTries) {
        throttle.slowDown(error)
        waiting.push({ ...chunk, tries: chunk.tries + 1 })
        tell()
        return
      }
      if (trouble !== 'refused') throw error
      answers[chunk.index] = chunk.ids.map((id) => failedRow(id, nameOf(id), wordsOf(error)))
    }
    chunksDone++
    tell()
  }

  const underWay = new Set<Promise<void>>()
  while (waiting.length > 0 || underWay.size > 0) {
    while (waiting.length > 0 && underWay.size < throttle.limit) {
      const turn = takeTurn(waiting.shift()!).finally(() => underWay.delete(turn)) // not empty, says the condition above
      turn.catch(() => {}) // of several that fail at once, the first is told
      underWay.add(turn)
    }
    await Promise.race(underWay)
  }
  signal.throwIfAborted()
  return withDigest({ version: 1, upstream, worldId, createdAt: clock.now().toISOString(), createdBy, options, rows: answers.flat() })
}
