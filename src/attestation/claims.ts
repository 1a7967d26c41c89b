import type { ChainReading } from '@/domain/chain-reading.ts'
import type { KmsWord } from './kms-contract.ts'

/**
 * What is said of a CVM without a signature: by the API, by a bundle, by this console's own update. Hex is lower case without `0x`. `null`
 * was not said.
 */
export interface CvmClaims {
  id: string | null
  name: string | null
  appId: string | null
  instanceId: string | null
  composeHash: string | null
  /** What the last update of this console asked for. */
  askedHash: string | null
  /** A machine may have several, one for each OS image. */
  deviceIds: string[]
  osImageHash: string | null
}

/**
 * Where the word of the chain comes from. `read`: asked just now. `recorded`: somebody wrote down that they asked; anybody can write that.
 * `none`: not asked, and why.
 */
export type ChainWord =
  | { from: 'read'; reading: ChainReading; kms: KmsWord }
  | { from: 'recorded'; reading: ChainReading; kms: KmsWord }
  | { from: 'none'; why: string }

/** An app id, instance id, hash or address as a claim: lower-case hex without `0x`; `null` for anything else. */
export function claimedHex(value: unknown): string | null {
  if (typeof value !== 'string') return null
  const digits = value.toLowerCase().replace(/^(?:0x|app_|instance_)/, '')
  return /^[0-9a-f]+$/.test(digits) ? digits : null
}
