import * as z from 'zod/mini'
import { kmsInfoSchema } from './kms.ts'
import { idText } from './parts.ts'

/** The fields of a 465 once its `details` list has been turned into a map. */
export const hashRequiredFieldsSchema = z.looseObject({
  compose_hash: z.string(),
  app_id: idText,
  device_id: z.nullish(z.string()),
  kms_info: z.nullish(kmsInfoSchema),
  commit_token: z.nullish(z.string()),
  commit_url: z.nullish(z.string()),
  api_commit_url: z.nullish(z.string()),
  onchain_status: z.nullish(
    z.looseObject({ compose_hash_allowed: z.boolean(), device_id_allowed: z.nullish(z.boolean()), is_allowed: z.nullish(z.boolean()) }),
  ),
})
