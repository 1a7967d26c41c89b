import { fetchOperations } from '@/api/cvms.ts'
import type { Operation } from '@/api/schemas/operation.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { type Clock, systemClock } from '@/lib/clock.ts'
import { createStore, type ReadableStore } from '@/lib/store.ts'
import { askMany } from '@/maintenance/reading/ask-many.ts'
import type { SessionPart } from '@/runs/session.ts'

/** One operation of one CVM, with what the page shows of it. */
export interface HistoryRow extends Pick<
  Operation,
  'correlationId' | 'type' | 'status' | 'triggeredBy' | 'startedAt' | 'completedAt' | 'durationMs' | 'errorMessage' | 'composeHash'
> {
  /** Of this row alone; a correlation id may be that of several CVMs. */
  key: string
  cvmId: string
  cvmName: string
}

export interface History {
  rows: readonly HistoryRow[]
  /** CVMs whose operations were read. */
  read: ReadonlySet<string>
  /** Those whose operations could not be read, each with why. */
  failed: ReadonlyMap<string, { cvm: Pick<Cvm, 'id' | 'name'>; error: unknown }>
  /** CVMs that have older operations than those that were read. */
  withOlder: number
  /** Records in a form that this console does not know. */
  unreadable: number
  /** While it reads: how many CVMs of those that were asked for. */
  progress: { done: number; of: number } | null
  /** When reading began, in ms since 1970. */
  readAt: number | null
}

export interface HistoryReader extends ReadableStore<History> {
  /** Reads the operations of those CVMs that were not read yet, or of all of them anew. */
  read: (cvms: readonly Cvm[], options?: { anew?: boolean }) => Promise<void>
  stop: () => void
}

const nothing: History = { rows: [], read: new Set(), failed: new Map(), withOlder: 0, unreadable: 0, progress: null, readAt: null }

/** What a page can hold and sort without anybody waiting for it. */
const mostRows = 20_000
/** The fewer CVMs, the further back. */
export const operationsPerCvm = (cvms: number) => Math.min(100, Math.max(5, Math.floor(mostRows / Math.max(1, cvms))))

const tellEveryMs = 250

/**
 * The operations of a workspace, put together from those of its CVMs: Phala Cloud has no list of them all. What was read stays while the
 * person looks at other pages.
 */
export function createHistoryReader({
  fetch,
  clock,
}: {
  fetch: (cvmId: string, options: { limit: number; signal: AbortSignal }) => ReturnType<typeof fetchOperations>
  clock: Clock
}): HistoryReader {
  const shown = createStore<History>(nothing)
  let reading: AbortController | null = null

  return {
    subscribe: shown.subscribe,
    snapshot: shown.snapshot,
    stop: () => reading?.abort(),
    async read(cvms, { anew = false } = {}) {
      reading?.abort()
      const controller = (reading = new AbortController())
      const before = anew ? nothing : shown.snapshot()
      const asked = cvms.filter(({ id }) => !before.read.has(id))
      const limit = operationsPerCvm(cvms.length)
      const ids = new Set(asked.map(({ id }) => id))
      const rows = [...before.rows]
      const read = new Set(before.read)
      const failed = new Map([...before.failed].filter(([id]) => !ids.has(id)))
      let { withOlder, unreadable } = before
      let done = 0
      let lastTold = 0
      const readAt = before.readAt ?? clock.now().getTime()
      const tell = (isOver: boolean) => {
        lastTold = clock.now().getTime()
        const progress = isOver ? null : { done, of: asked.length }
        shown.set({ rows: [...rows], read: new Set(read), failed: new Map(failed), withOlder, unreadable, progress, readAt })
      }
      tell(asked.length === 0)
      await askMany(asked, ({ id }, signal) => fetch(id, { limit, signal }), {
        clock,
        signal: controller.signal,
        tell(cvm, outcome) {
          done += 1
          if ('answer' in outcome) {
            const { items, next_cursor, unreadable: odd } = outcome.answer
            read.add(cvm.id)
            rows.push(...items.map((operation) => rowOf(cvm, operation)))
            if (next_cursor !== null) withOlder += 1
            unreadable += odd
          } else failed.set(cvm.id, { cvm, error: outcome.error })
          if (clock.now().getTime() - lastTold >= tellEveryMs) tell(false)
        },
      })
      if (reading === controller) tell(true)
    },
  }
}

const rowOf = (cvm: Cvm, operation: Operation): HistoryRow => ({
  key: `${cvm.id}/${operation.correlationId}`,
  cvmId: cvm.id,
  cvmName: cvm.name,
  correlationId: operation.correlationId,
  type: operation.type,
  status: operation.status,
  triggeredBy: operation.triggeredBy,
  startedAt: operation.startedAt,
  completedAt: operation.completedAt,
  durationMs: operation.durationMs,
  errorMessage: operation.errorMessage,
  composeHash: operation.composeHash,
})

/** The history of this session. */
export const historyPart: SessionPart<HistoryReader> = {
  make: () => createHistoryReader({ fetch: fetchOperations, clock: systemClock }),
  end: (reader) => reader.stop(),
}
