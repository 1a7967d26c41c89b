import { kmsSigningKey } from '../../world/env-recipient.ts'
import type { Kms } from '../../world/world.ts'
import type { ApiVersion } from './api-version.ts'

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

/** Since 2026-06-23 it is a contract; the platform's own has an address and a chain that are none. */
export const kmsAnswer = (kms: Kms, { hasKmsContracts }: ApiVersion) =>
  hasKmsContracts
    ? {
        id: kms.id,
        slug: kms.slug,
        label: kms.slug,
        contract_address: kms.contractAddress ?? 'phala',
        chain_id: kms.chainId ?? 0,
        k256_pubkey: kmsSigningKey(kms),
        ca_pubkey: null,
        node_count: 1,
      }
    : kmsInfo(kms)
