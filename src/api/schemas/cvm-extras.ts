import * as z from 'zod/mini'
import { orNull, text } from './parts.ts'
import { time } from './values.ts'

/** What only API version 2025-10-28 says of a CVM: the name of its KMS, and when it is to be deleted. */
export const cvmExtrasSchema = z.pipe(
  z.looseObject({ kms_info: orNull(z.looseObject({ slug: text })), scheduled_delete_at: time }),
  z.transform((old) => ({ kmsSlug: old.kms_info?.slug ?? null, scheduledDeleteAt: old.scheduled_delete_at })),
)
