import { secp256k1 } from '@noble/curves/secp256k1.js'
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from '@noble/curves/utils.js'
import { keccak_256 } from '@noble/hashes/sha3.js'
import { parseAppId, parseHash32 } from './identifiers.ts'

/** What the KMS signs together with an app's key, so that a signature for one purpose cannot serve another. */
const purpose = 'dstack-env-encrypt-pubkey:'

/**
 * Who signed the key that an app's environment is encrypted for: the compressed secp256k1 key as `0x` + 66 hex characters, to be compared with
 * the KMS's own. `null` when the signature is not one (65 bytes r, s, v) or fits no key.
 * Message: keccak256(purpose || app id (20 bytes) || X25519 public key (32 bytes)).
 */
export function envKeySigner(answer: { appId: string; publicKey: string; signature: string }): `0x${string}` | null {
  const appId = parseAppId(answer.appId)
  const publicKey = parseHash32(answer.publicKey)
  const signature = /^(?:0x)?([0-9a-f]{130})$/i.exec(answer.signature)?.[1]
  if (!appId || !publicKey || !signature) return null
  const bytes = hexToBytes(signature)
  const recovery = bytes[64]! >= 27 ? bytes[64]! - 27 : bytes[64]!
  if (recovery > 3) return null
  try {
    const digest = keccak_256(concatBytes(utf8ToBytes(purpose), hexToBytes(appId), hexToBytes(publicKey)))
    const key = secp256k1.Signature.fromBytes(bytes.slice(0, 64)).addRecoveryBit(recovery).recoverPublicKey(digest)
    return `0x${bytesToHex(key.toBytes(true))}`
  } catch {
    return null // r and s that belong to no point on the curve
  }
}

/** Whether two secp256k1 public keys are one, however each is written: compressed or not, with or without `0x`. */
export function samePublicKey(a: string, b: string): boolean {
  const [left, right] = [compressed(a), compressed(b)]
  return left !== null && left === right
}

function compressed(key: string): string | null {
  try {
    return secp256k1.Point.fromHex(key.replace(/^0x/i, '').toLowerCase()).toHex(true)
  } catch {
    return null // no point of the curve
  }
}
