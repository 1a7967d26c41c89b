import * as z from 'zod/mini'
import { text } from './parts.ts'
import { anyId, flag, number, unreadCount, unreadKey } from './values.ts'

/** Body of `PATCH /cvms/instance-ids`; defaults are the API's. */
export const refreshBatchRequestSchema = z.object({
  cvm_ids: z.optional(z.nullable(z.array(z.string()))),
  running_only: z._default(z.boolean(), true),
  missing_only: z._default(z.boolean(), true),
  overwrite: z._default(z.boolean(), false),
  limit: z._default(z.int().check(z.minimum(1), z.maximum(500)), 100),
  dry_run: z._default(z.boolean(), false),
})

export const refreshOneRequestSchema = z.object({
  overwrite: z._default(z.boolean(), false),
  dry_run: z._default(z.boolean(), false),
})

export const refreshResultSchema = z.pipe(
  z.looseObject({
    cvm_id: anyId,
    identifier: z.string(),
    status: z.enum(['updated', 'unchanged', 'skipped', 'conflict', 'error']),
    old_instance_id: text,
    new_instance_id: text,
    source: text,
    verified_with_gateway: flag,
    reason: text,
  }),
  z.transform((row) => ({
    /** Echoes the id that was sent; rows are joined by it. */
    identifier: row.identifier,
    status: row.status,
    oldInstanceId: row.old_instance_id || null,
    newInstanceId: row.new_instance_id || null,
    /** `teepod_state`, `teepod_info`, `gateway` or `none`. */
    source: row.source ?? 'none',
    /** `null` where the server does not say. */
    verifiedWithGateway: row.verified_with_gateway,
    reason: row.reason,
  })),
)

export type RefreshResult = z.output<typeof refreshResultSchema>
export type RefreshStatus = RefreshResult['status']

/** Counts are the server's own; the rows are what is shown. */
export const refreshBatchSchema = z.looseObject({
  total: number,
  scanned: number,
  updated: number,
  unchanged: number,
  skipped: number,
  conflicts: number,
  errors: number,
  items: z.array(refreshResultSchema),
  [unreadKey]: unreadCount,
})

export type RefreshBatch = z.output<typeof refreshBatchSchema>
