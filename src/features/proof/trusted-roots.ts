import type { ChainConfig, RuntimeConfig } from '@/api/schemas/runtime-config.ts'
import type { KmsContracts } from '@/attestation/kms-contract.ts'
import { bytesOfBase64 } from '@/attestation/quote/roots.ts'

/** The sandbox's root counts in a sandbox alone. */
export const sandboxRootOf = ({ mode, sandboxRoot }: RuntimeConfig): Uint8Array | null =>
  mode === 'sandbox' && sandboxRoot !== undefined ? bytesOfBase64(sandboxRoot) : null

/** Whom whoever runs this console trusts on a chain. */
export const trustedKms = (chain: ChainConfig | undefined): Pick<KmsContracts, 'trusted' | 'trustedBy'> => ({
  trusted: chain?.kmsContracts ?? [],
  trustedBy: 'this console’s configuration',
})
