import * as z from 'zod/mini'

/** `GET /apps/{app_id}/kms-info`: who may approve for this app. */
export const appKmsInfoSchema = z.looseObject({
  is_onchain_kms: z.boolean(),
  chain_id: z.nullish(z.number()),
  kms_contract_address: z.nullish(z.string()),
  app_contract_address: z.nullish(z.string()),
  deployer_address: z.nullish(z.string()),
  deployer_type: z.nullish(z.string()),
  is_contract: z.nullish(z.boolean()),
  safe_app_url: z.nullish(z.string()),
})

export type AppKmsInfo = z.output<typeof appKmsInfoSchema>

/** `GET /kms/{slug}/pubkey/{app_id}`. */
export const envPublicKeySchema = z.looseObject({ public_key: z.string(), signature: z.string() })

/** `GET /kms/{slug}`: the part that says who signs for it. Servers before 2026-06 leave the key out. */
export const kmsDetailSchema = z.looseObject({ k256_pubkey: z.nullish(z.string()) })
