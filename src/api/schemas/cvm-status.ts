import * as z from 'zod/mini'
import { orNull, text } from './parts.ts'
import { flag, time } from './values.ts'

/** What makes a CVM busy. Since 2026-05 a block of its own; before, three fields beside the status. */
const operation = orNull(z.looseObject({ type: text, phase: text, started_at: time, correlation_id: text }))

/** One entry of `POST /status/batch`, keyed by vm_uuid in the answer. */
const cvmStatusSchema = z.pipe(
  z.looseObject({
    vm_uuid: z.string(),
    status: text,
    in_progress: flag,
    uptime: text,
    boot_progress: text,
    boot_error: text,
    operation,
    operation_type: text,
    operation_started_at: time,
    correlation_id: text,
  }),
  z.transform(({ operation: now, ...entry }) => ({
    vmUuid: entry.vm_uuid,
    status: entry.status ?? 'not reported',
    inProgress: entry.in_progress,
    uptime: entry.uptime,
    bootProgress: entry.boot_progress,
    bootError: entry.boot_error,
    operationType: now?.type ?? entry.operation_type,
    operationStartedAt: now?.started_at ?? entry.operation_started_at,
    correlationId: now?.correlation_id ?? entry.correlation_id,
  })),
)

export type CvmStatus = z.output<typeof cvmStatusSchema>

export const statusBatchRequestSchema = z.looseObject({ vm_uuids: z.array(z.string()) })
export const statusBatchSchema = z.record(z.string(), cvmStatusSchema)
