import * as z from 'zod/mini'
import { parseHash32 } from '@/domain/identifiers.ts'
import { appComposeSchema } from '../app-compose.ts'
import { orNull, text } from '../parts.ts'
import { anyId, number, time, unreadCount, unreadKey } from '../values.ts'

/** One entry of `GET /apps/{id}/revisions`: a configuration that an app had, and on which of its CVMs. */
const revisionShape = z.looseObject({
  revision_id: z.string(),
  vm_uuid: text,
  compose_hash: text,
  created_at: time,
  /** The correlation id of the operation that brought it. */
  trace_id: anyId,
  operation_type: text,
  triggered_by: orNull(z.looseObject({ username: text })),
  cvm: orNull(z.looseObject({ id: anyId, vm_uuid: text, name: text })),
})

const toRevision = (record: z.output<typeof revisionShape>) => ({
  id: record.revision_id,
  cvmId: record.cvm?.id ?? null,
  cvmName: record.cvm?.name ?? null,
  vmUuid: record.vm_uuid ?? record.cvm?.vm_uuid ?? null,
  composeHash: parseHash32(record.compose_hash),
  createdAt: record.created_at,
  correlationId: record.trace_id,
  operationType: record.operation_type,
  by: record.triggered_by?.username ?? null,
})

export type Revision = ReturnType<typeof toRevision>

export const revisionPageSchema = z.pipe(
  z.looseObject({
    revisions: z.array(z.pipe(revisionShape, z.transform(toRevision))),
    /** Of the whole app, however many are in the answer. */
    total: number,
    [unreadKey]: unreadCount,
  }),
  z.transform(({ revisions, total, [unreadKey]: unreadable }) => ({ revisions, total, unreadable })),
)

/** One revision with its stored manifest; `null` where the server sends it as something else than an object. */
export const revisionDetailSchema = z.pipe(
  z.looseObject({ ...revisionShape.shape, compose_file: z.nullish(appComposeSchema) }),
  z.transform((record) => ({ ...toRevision(record), manifest: record.compose_file ?? null })),
)

export type RevisionDetail = z.output<typeof revisionDetailSchema>
