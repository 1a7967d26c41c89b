import * as z from 'zod/mini'

/** One entry of `POST /status/batch`, keyed by vm_uuid in the answer. */
const cvmStatusSchema = z.pipe(
  z.looseObject({
    vm_uuid: z.string(),
    status: z.string(),
    in_progress: z.nullish(z.boolean()),
    uptime: z.nullish(z.string()),
    boot_progress: z.nullish(z.string()),
    boot_error: z.nullish(z.string()),
    operation_type: z.nullish(z.string()),
    operation_started_at: z.nullish(z.string()),
    correlation_id: z.nullish(z.string()),
  }),
  z.transform((entry) => ({
    vmUuid: entry.vm_uuid,
    status: entry.status,
    inProgress: entry.in_progress ?? false,
    uptime: entry.uptime ?? null,
    bootProgress: entry.boot_progress ?? null,
    bootError: entry.boot_error ?? null,
    operationType: entry.operation_type ?? null,
    operationStartedAt: entry.operation_started_at ?? null,
    correlationId: entry.correlation_id ?? null,
  })),
)

export type CvmStatus = z.output<typeof cvmStatusSchema>

export const statusBatchRequestSchema = z.looseObject({ vm_uuids: z.array(z.string()) })
export const statusBatchSchema = z.record(z.string(), cvmStatusSchema)
