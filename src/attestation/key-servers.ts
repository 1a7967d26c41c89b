import type { BootFacts } from './event-log.ts'
import type { ManifestFacts } from './manifest-facts.ts'
import type { TrustedRoot } from './quote/roots.ts'

/** What hands out keys without a contract to ask: none at all, or the machine itself. */
const withoutServer = new Set(['none', 'local', 'local-sgx', 'tpm'])

/**
 * Key servers that no contract governs, by the id that a `key-provider` event names. A key server measures nothing about its own
 * government, so only a known one says that there is no contract. The vendor has not published the id of its own central one.
 */
const centralServers: Record<TrustedRoot['kind'], readonly string[]> = {
  intel: [],
  // The sandbox's own, whose key follows from its name.
  sandbox: ['038514f077cb7c7d8aa135314b958e07bb9894840764793ab796a01130627a87cf'],
}

/** Whether signed facts or the measured file say that no contract decides over this CVM. Never told by what is missing. */
export function saysNoContract(root: TrustedRoot['kind'], facts: BootFacts | null, manifest: ManifestFacts | null): boolean {
  const provider = facts?.keyProvider
  if (!provider) return false
  if (withoutServer.has(provider.name)) return manifest?.kmsEnabled !== true
  return provider.name === 'kms' && centralServers[root].includes(provider.id)
}
