import * as z from 'zod/mini'

/** One record of `GET /cvms/{id}/operations`. The only place that says that an update failed, and why. */
const operationSchema = z.pipe(
  z.looseObject({
    correlation_id: z.string(),
    operation_type: z.string(),
    target_state: z.nullish(z.string()),
    triggered_by_username: z.nullish(z.string()),
    started_at: z.string(),
    completed_at: z.nullish(z.string()),
    duration_ms: z.nullish(z.number()),
    status: z.string(),
    error_message: z.nullish(z.string()),
    events: z.nullish(z.array(z.looseObject({ event_type: z.string(), timestamp: z.string(), state: z.nullish(z.string()) }))),
    compose_hash: z.nullish(z.string()),
  }),
  z.transform((record) => ({
    correlationId: record.correlation_id,
    type: record.operation_type,
    targetState: record.target_state ?? null,
    triggeredBy: record.triggered_by_username ?? null,
    startedAt: record.started_at,
    completedAt: record.completed_at ?? null,
    durationMs: record.duration_ms ?? null,
    /** `completed`, `in_progress` or `failed`; free text otherwise. */
    status: record.status,
    errorMessage: record.error_message ?? null,
    events: (record.events ?? []).map((event) => ({ type: event.event_type, at: event.timestamp, state: event.state ?? null })),
    composeHash: record.compose_hash ?? null,
  })),
)

export type Operation = z.output<typeof operationSchema>

export const operationPageSchema = z.looseObject({ items: z.array(operationSchema), next_cursor: z.nullish(z.string()) })
