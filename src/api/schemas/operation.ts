import * as z from 'zod/mini'
import { idText, orNull, text } from './parts.ts'
import { number, time, unreadCount, unreadKey } from './values.ts'

/** One record of `GET /cvms/{id}/operations`. The only place that says that an update failed, and why. */
const operationSchema = z.pipe(
  z.looseObject({
    correlation_id: idText,
    operation_type: text,
    target_state: text,
    triggered_by_username: text,
    started_at: time,
    completed_at: time,
    duration_ms: number,
    status: z.string(),
    error_message: text,
    events: orNull(z.array(z.looseObject({ event_type: text, timestamp: time, state: text }))),
    compose_hash: text,
  }),
  z.transform((record) => ({
    correlationId: record.correlation_id,
    /** `null` for old records that do not say. */
    type: record.operation_type,
    targetState: record.target_state,
    triggeredBy: record.triggered_by_username,
    startedAt: record.started_at,
    completedAt: record.completed_at,
    durationMs: record.duration_ms,
    /** `completed`, `in_progress` or `failed`; free text otherwise. */
    status: record.status,
    errorMessage: record.error_message,
    events: (record.events ?? []).map((event) => ({ type: event.event_type, at: event.timestamp, state: event.state })),
    composeHash: record.compose_hash,
  })),
)

export type Operation = z.output<typeof operationSchema>

/** The newest records first. `unreadable` of them were left out. */
export const operationPageSchema = z.pipe(
  z.looseObject({ items: z.array(operationSchema), next_cursor: text, [unreadKey]: unreadCount }),
  z.transform(({ items, next_cursor, [unreadKey]: unreadable }) => ({ items, next_cursor, unreadable })),
)
