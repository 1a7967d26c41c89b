import type { RuntimeConfig } from '@/api/schemas/runtime-config.ts'
import type { KmsContracts } from '@/attestation/kms-contract.ts'
import { bytesOfBase64 } from '@/attestation/quote/roots.ts'

/** The sandbox's root counts in a sandbox alone. */
export const sandboxRootOf = ({ mode, sandboxRoot }: RuntimeConfig): Uint8Array | null =>
  mode === 'sandbox' && sandboxRoot !== undefined ? bytesOfBase64(sandboxRoot) : null

/**
 * Whom whoever runs this console trusts on a chain. Who names the chain may be a liar, so contracts that are trusted on one chain leave none
 * to trust on any other.
 */
export function trustedKms({ chains }: Pick<RuntimeConfig, 'chains'>, chainId: number): Pick<KmsContracts, 'trusted' | 'trustedBy'> {
  const named = chains.flatMap(({ id, kmsContracts = [] }) => kmsContracts.map((address) => ({ id, address })))
  return {
    trusted: named.length === 0 ? null : named.flatMap(({ id, address }) => (id === chainId ? [address] : [])),
    trustedBy: 'this console’s configuration',
  }
}
