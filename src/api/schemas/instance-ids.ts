import * as z from 'zod/mini'
import { idText } from './id-text.ts'

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
    cvm_id: z.nullish(idText),
    identifier: z.string(),
    status: z.enum(['updated', 'unchanged', 'skipped', 'conflict', 'error']),
    old_instance_id: z.nullish(z.string()),
    new_instance_id: z.nullish(z.string()),
    source: z.nullish(z.string()),
    verified_with_gateway: z.nullish(z.boolean()),
    reason: z.nullish(z.string()),
  }),
  z.transform((row) => ({
    /** Echoes the id that was sent; rows are joined by it. */
    identifier: row.identifier,
    status: row.status,
    oldInstanceId: row.old_instance_id || null,
    newInstanceId: row.new_instance_id || null,
    /** `teepod_state`, `teepod_info`, `gateway` or `none`. */
    source: row.source ?? 'none',
    verifiedWithGateway: row.verified_with_gateway ?? false,
    reason: row.reason ?? null,
  })),
)

export type RefreshResult = z.output<typeof refreshResultSchema>
export type RefreshStatus = RefreshResult['status']

export const refreshBatchSchema = z.looseObject({
  total: z.number(),
  scanned: z.number(),
  updated: z.number(),
  unchanged: z.number(),
  skipped: z.number(),
  conflicts: z.number(),
  errors: z.number(),
  items: z.array(refreshResultSchema),
})

export type RefreshBatch = z.output<typeof refreshBatchSchema>
