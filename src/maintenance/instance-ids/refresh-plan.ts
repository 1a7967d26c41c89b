import { maxIdsPerRequest, type RefreshOptions } from '@/api/instance-ids.ts'
import type { RefreshResult, RefreshStatus } from '@/api/schemas/instance-ids.ts'
import { counted } from '@/lib/counted.ts'
import { formatNumber } from '@/lib/numbers.ts'

/** The batch request as this feature needs it; `refreshInstanceIds` in the app. */
export type Refresh = (cvmIds: string[], options: RefreshOptions, signal?: AbortSignal) => Promise<{ items: RefreshResult[] }>

export interface PlanOptions {
  runningOnly: boolean
  missingOnly: boolean
  /** Conflicts may be ticked for overwriting. Never sent for a row that was not ticked. */
  allowOverwrite: boolean
  /** IDs per request, 1 to 500. */
  chunkSize: number
}

export const defaultPlanOptions: PlanOptions = { runningOnly: true, missingOnly: true, allowOverwrite: false, chunkSize: 100 }

/** What the dry run said about one CVM. */
export interface PlanRow {
  id: string
  /** As the fleet knew it; `null` for a CVM that was not loaded. */
  name: string | null
  status: RefreshStatus
  oldInstanceId: string | null
  newInstanceId: string | null
  source: string
  /** `null` where the server does not say. */
  verifiedWithGateway: boolean | null
  reason: string | null
}

/** A dry run over an explicit list of ids: what would be written, with which options, seen when and by whom. */
export interface RefreshPlan {
  version: 1
  /** Host of the upstream, and in the sandbox its world: a plan of one server says nothing about another. */
  upstream: string
  worldId: string | null
  /** ISO time at which the dry run ended. */
  createdAt: string
  createdBy: string | null
  options: PlanOptions
  rows: PlanRow[]
  /** SHA-256 over the canonical JSON of everything above, 64 hex characters. */
  digest: string
}

export const refreshStatuses = ['updated', 'unchanged', 'skipped', 'conflict', 'error'] as const satisfies readonly RefreshStatus[]

/** The last parts may be shorter; none is empty. Throws when the size is not a whole number from 1 to 500. */
export function chunksOf<T>(items: readonly T[], size: number): T[][] {
  if (!isChunkSize(size)) throw new RangeError('a chunk has 1 to 500 ids')
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size))
}

export const isChunkSize = (size: number) => Number.isInteger(size) && size >= 1 && size <= maxIdsPerRequest

/** The options of a dry run: never with overwrite, so that a conflict shows itself as one. */
export const previewOptions = (options: Pick<PlanOptions, 'runningOnly' | 'missingOnly'>): RefreshOptions => ({
  runningOnly: options.runningOnly,
  missingOnly: options.missingOnly,
  overwrite: false,
  dryRun: true,
})

/** One row for each id that was asked about, in that order. An id without a row in the answer is an error; rows nobody asked for are dropped. */
export function planRows(ids: readonly string[], items: readonly RefreshResult[], nameOf: (id: string) => string | null): PlanRow[] {
  const byId = rowsById(items)
  return ids.map((id) => {
    const item = byId.get(id)
    if (!item) return failedRow(id, nameOf(id), 'The answer holds no row for this CVM that this console can read.')
    const { status, oldInstanceId, newInstanceId, source, verifiedWithGateway, reason } = item
    // What would be written is not known, so nothing is.
    if (status === 'updated' && newInstanceId === null)
      return failedRow(id, nameOf(id), 'The answer says “updated” and names no ID to write.')
    return { id, name: nameOf(id), status, oldInstanceId, newInstanceId, source, verifiedWithGateway, reason }
  })
}

/** Rows are joined by the id that was sent; of several for one id the first counts. */
export function rowsById(items: readonly RefreshResult[]): Map<string, RefreshResult> {
  const byId = new Map<string, RefreshResult>()
  for (const item of items) if (!byId.has(item.identifier)) byId.set(item.identifier, item)
  return byId
}

export const failedRow = (id: string, name: string | null, reason: string): PlanRow => ({
  id,
  name,
  status: 'error',
  oldInstanceId: null,
  newInstanceId: null,
  source: 'none',
  verifiedWithGateway: null,
  reason,
})

export function countByStatus(rows: readonly PlanRow[]): Record<RefreshStatus, number> {
  const counts = { updated: 0, unchanged: 0, skipped: 0, conflict: 0, error: 0 }
  for (const row of rows) counts[row.status]++
  return counts
}

/** Everything a person saw in the preview, but for the wording of the reason, is still so. */
export const isAsPlanned = (planned: PlanRow, now: RefreshResult | undefined) =>
  now !== undefined &&
  now.status === planned.status &&
  now.oldInstanceId === planned.oldInstanceId &&
  now.newInstanceId === planned.newInstanceId &&
  now.source === planned.source &&
  now.verifiedWithGateway === planned.verifiedWithGateway

/** A row that a plain request would write: there is a new id and nothing in its way. */
const isWritable = (row: PlanRow) => row.status === 'updated' && row.newInstanceId !== null
/** A conflict that can be settled by overwriting. */
export const isOverwritable = (row: PlanRow) => row.status === 'conflict' && row.newInstanceId !== null

/** One write request to come: its ids, and whether it overwrites. Ticked conflicts never share a request with anything else. */
interface WriteRequest {
  ids: string[]
  overwrite: boolean
}

export interface WriteSummary {
  requests: WriteRequest[]
  writes: number
  overwrites: number
  conflictsLeftOut: number
}

/** What applying a plan sends. A tick counts only on a conflict of a plan that allows overwriting. */
export function whatToWrite(plan: Pick<RefreshPlan, 'rows' | 'options'>, ticked: ReadonlySet<string>): WriteSummary {
  const plain = plan.rows.filter(isWritable).map((row) => row.id)
  const conflicts = plan.rows.filter((row) => row.status === 'conflict')
  const overwritten = plan.options.allowOverwrite
    ? conflicts.filter((row) => isOverwritable(row) && ticked.has(row.id)).map((row) => row.id)
    : []
  return {
    requests: [
      ...chunksOf(plain, plan.options.chunkSize).map((ids) => ({ ids, overwrite: false })),
      ...chunksOf(overwritten, plan.options.chunkSize).map((ids) => ({ ids, overwrite: true })),
    ],
    writes: plain.length,
    overwrites: overwritten.length,
    conflictsLeftOut: conflicts.length - overwritten.length,
  }
}

/** The sentence on the button, such as "Write 212 instance IDs in 5 requests; 7 conflicts left out". */
export function writeSentence({ requests, writes, overwrites, conflictsLeftOut }: WriteSummary): string {
  const what = counted(writes + overwrites, 'instance ID')
  const how = `in ${counted(requests.length, 'request')}`
  const over = overwrites === 0 ? '' : `, ${formatNumber(overwrites)} of them over another ID`
  const left = conflictsLeftOut === 0 ? '' : `; ${counted(conflictsLeftOut, 'conflict')} left out`
  return `Write ${what} ${how}${over}${left}`
}

/** Our own choice: old plans are made anew rather than applied, although every row is checked once more before it is written. */
const planLifetimeMs = 24 * 60 * 60 * 1000

export const isPlanTooOld = (plan: Pick<RefreshPlan, 'createdAt'>, now: Date) => now.getTime() - Date.parse(plan.createdAt) > planLifetimeMs
