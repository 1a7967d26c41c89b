import { ApiError } from '@/api/api-error.ts'
import { refreshBatchBody, type RefreshOptions } from '@/api/instance-ids.ts'
import type { RefreshResult } from '@/api/schemas/instance-ids.ts'
import type { Clock } from '@/lib/clock.ts'

export interface StoredCvm {
  isRunning: boolean
  stored: string | null
  /** What the server finds when it looks; `null` when it finds nothing. */
  resolves: string | null
}

/** `twice`: the browser met a broken connection and sent the request again by itself, so the answer is that to the second. */
export type Fault = 'none' | '429' | '503' | 'drop' | 'drop-after' | '503-after' | 'twice'

export interface SentRequest {
  ids: string[]
  options: RefreshOptions
  limit: number
}

const lost = (method: string) => new ApiError({ kind: 'unreachable', status: 0, message: 'No answer came.', method })

/** The refresh endpoint over a map of CVMs: it keeps its promises, and fails only as told. */
export function createSmallServer(cvms: Map<string, StoredCvm>, faultOf: (requestNumber: number) => Fault = () => 'none') {
  const sent: SentRequest[] = []
  /** Each value ever stored, in order. */
  const writes: { id: string; value: string; overwrite: boolean }[] = []
  let beforeWrite: ((ids: string[]) => void) | null = null

  const refreshOne = (id: string, options: RefreshOptions): RefreshResult => {
    const cvm = cvms.get(id)
    const row = (status: RefreshResult['status'], reason: string | null = null): RefreshResult => ({
      identifier: id,
      status,
      oldInstanceId: cvm?.stored ?? null,
      newInstanceId: cvm?.resolves ?? null,
      source: cvm?.resolves ? 'gateway' : 'none',
      verifiedWithGateway: Boolean(cvm?.resolves),
      reason,
    })
    if (!cvm) return row('error', 'CVM not found')
    if (options.runningOnly && !cvm.isRunning) return row('skipped', 'not running')
    if (options.missingOnly && cvm.stored) return row('skipped', 'already has an instance ID')
    if (cvm.resolves === null) return row('error', 'no instance ID could be resolved')
    if (cvm.stored === cvm.resolves) return row('unchanged')
    if (cvm.stored !== null && !options.overwrite) return row('conflict', 'another instance ID is stored')
    const result = row('updated')
    if (!options.dryRun) {
      cvm.stored = cvm.resolves
      writes.push({ id, value: cvm.resolves, overwrite: options.overwrite })
    }
    return result
  }

  const refresh = async (ids: string[], options: RefreshOptions) => {
    const fault = faultOf(sent.length)
    sent.push({ ids: [...ids], options, limit: refreshBatchBody(ids, options).limit })
    await Promise.resolve()
    if (fault === 'drop') throw lost('PATCH')
    if (fault === '429') {
      throw new ApiError({ kind: 'too-many-requests', status: 429, message: 'Slow down.', method: 'PATCH', retryAfterSeconds: 2 })
    }
    if (fault === '503') throw new ApiError({ kind: 'server-trouble', status: 503, message: 'Unavailable.', method: 'PATCH' })
    if (!options.dryRun) beforeWrite?.(ids)
    if (fault === 'twice') ids.forEach((id) => refreshOne(id, options))
    const items = ids.map((id) => refreshOne(id, options))
    if (fault === 'drop-after') throw lost('PATCH')
    if (fault === '503-after') throw new ApiError({ kind: 'server-trouble', status: 503, message: 'Unavailable.', method: 'PATCH' })
    return { items }
  }

  return {
    refresh,
    sent,
    writes,
    onWrite(listener: (ids: string[]) => void) {
      beforeWrite = listener
    },
  }
}

/** Waiting takes no time but moves the clock. */
export function createFastClock(): Clock & { waitedMs: () => number } {
  let now = Date.parse('2026-03-01T12:00:00Z')
  const start = now
  return {
    now: () => new Date(now),
    wait: async (ms) => {
      now += ms
      await Promise.resolve()
    },
    waitedMs: () => now - start,
  }
}
