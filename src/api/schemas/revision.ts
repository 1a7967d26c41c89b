import * as z from 'zod/mini'
import { parseHash32 } from '@/domain/identifiers.ts'
import { appComposeSchema } from './app-compose.ts'

const person = z.nullish(z.looseObject({ username: z.nullish(z.string()) }))

/** One entry of `GET /apps/{id}/revisions`: a configuration that an app had, and on which of its CVMs. */
const revisionShape = z.looseObject({
  revision_id: z.string(),
  vm_uuid: z.nullish(z.string()),
  compose_hash: z.nullish(z.string()),
  created_at: z.nullish(z.string()),
  /** The correlation id of the operation that brought it. */
  trace_id: z.nullish(z.string()),
  operation_type: z.nullish(z.string()),
  triggered_by: person,
  cvm: z.nullish(z.looseObject({ id: z.nullish(z.string()), name: z.nullish(z.string()) })),
})

const toRevision = (record: z.output<typeof revisionShape>) => ({
  id: record.revision_id,
  cvmId: record.cvm?.id ?? null,
  cvmName: record.cvm?.name ?? null,
  vmUuid: record.vm_uuid ?? null,
  composeHash: parseHash32(record.compose_hash ?? null),
  createdAt: record.created_at ?? null,
  correlationId: record.trace_id ?? null,
  operationType: record.operation_type ?? null,
  by: record.triggered_by?.username ?? null,
})

export type Revision = ReturnType<typeof toRevision>

export const revisionPageSchema = z.looseObject({
  revisions: z.array(z.pipe(revisionShape, z.transform(toRevision))),
  /** Of the whole app, however many are in the answer. */
  total: z.nullish(z.number()),
})

/** One revision with its stored manifest; `null` where the server sends it as something else than an object. */
export const revisionDetailSchema = z.pipe(
  z.looseObject({ ...revisionShape.shape, compose_file: z.nullish(z.catch(z.nullish(appComposeSchema), null)) }),
  z.transform((record) => ({ ...toRevision(record), manifest: record.compose_file ?? null })),
)

export type RevisionDetail = z.output<typeof revisionDetailSchema>
