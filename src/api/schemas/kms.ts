import * as z from 'zod/mini'
import { text } from './parts.ts'
import { anyId, flag, number } from './values.ts'

/** A KMS as the details of 2025-10-28, provisioning and 465 bodies describe it. */
export const kmsInfoSchema = z.looseObject({ id: anyId, slug: text, chain_id: number, kms_contract_address: text })

/** `GET /apps/{app_id}/kms-info`: who may approve for this app. */
export const appKmsInfoSchema = z.looseObject({
  is_onchain_kms: flag,
  chain_id: number,
  kms_contract_address: text,
  app_contract_address: text,
  deployer_address: text,
  deployer_type: text,
  is_contract: flag,
  safe_app_url: text,
})

export type AppKmsInfo = z.output<typeof appKmsInfoSchema>

/** `GET /kms/{slug}/pubkey/{app_id}`. */
export const envPublicKeySchema = z.looseObject({ public_key: z.string(), signature: z.string() })

/** `GET /kms/{slug}`: the part that says who signs for it. Servers before 2026-06 leave the key out. */
export const kmsDetailSchema = z.looseObject({ k256_pubkey: text })
