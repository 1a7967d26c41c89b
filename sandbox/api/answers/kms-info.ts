import { kmsSigningKey } from '../../world/env-recipient.ts'
import type { Kms } from '../../world/world.ts'

/** A KMS as old details, 465 bodies and `/kms` write it. */
export const kmsInfo = (kms: Kms) => ({
  id: kms.id,
  slug: kms.slug,
  url: kms.url,
  version: kms.version,
  chain_id: kms.chainId,
  kms_contract_address: kms.contractAddress,
  gateway_app_id: kms.gatewayAppId,
  k256_pubkey: kmsSigningKey(kms),
})
