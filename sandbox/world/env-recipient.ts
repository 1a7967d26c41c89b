import { createHash, createPrivateKey, createPublicKey } from 'node:crypto'
import { x25519 } from '@noble/curves/ed25519.js'
import { secp256k1 } from '@noble/curves/secp256k1.js'
import { keccak_256 } from '@noble/hashes/sha3.js'
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import type { EnvEntry, Kms } from './world.ts'

/** PKCS#8 prefix of a raw X25519 private key. */
const pkcs8 = hexToBytes('302e020100300506032b656e04220420')

const privateKeyOf = (kms: Kms, appId: string) => createHash('sha256').update(`sandbox-env-key:${kms.id}:${appId}`).digest()

const publicKeys = new Map<string, string>()

/** The X25519 key that environments of this app are encrypted for; 64 hex characters. */
export function envPublicKey(kms: Kms, appId: string): string {
  const name = `${kms.id}:${appId}`
  const known = publicKeys.get(name)
  if (known) return known
  // The runtime's own curve is many times faster here, and a list of ten thousand CVMs asks for each key.
  const privateKey = createPrivateKey({ key: Buffer.concat([pkcs8, privateKeyOf(kms, appId)]), format: 'der', type: 'pkcs8' })
  const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' })
  const publicKey = spki.subarray(-32).toString('hex')
  publicKeys.set(name, publicKey)
  return publicKey
}

const signingKeyOf = (kms: Kms) => createHash('sha256').update(`sandbox-kms-k256:${kms.id}`).digest()

const signingKeys = new Map<string, string>()

/** The KMS's compressed secp256k1 key, which vouches for the keys of its apps. */
export function kmsSigningKey(kms: Kms): string {
  const known = signingKeys.get(kms.id)
  if (known) return known
  const publicKey = bytesToHex(secp256k1.getPublicKey(new Uint8Array(signingKeyOf(kms)), true))
  signingKeys.set(kms.id, publicKey)
  return publicKey
}

/** Vouches for an app's key: 65 bytes r, s, v over keccak256 of a prefix, the app id and the key; this form carries no time. */
export function signEnvPublicKey(kms: Kms, appId: string): string {
  const message = concatBytes(utf8ToBytes('dstack-env-encrypt-pubkey:'), hexToBytes(appId), hexToBytes(envPublicKey(kms, appId)))
  const signature = secp256k1.sign(keccak_256(message), new Uint8Array(signingKeyOf(kms)))
  return bytesToHex(concatBytes(signature.toCompactRawBytes(), new Uint8Array([signature.recovery])))
}

/** An encrypted environment that this key cannot open, or that holds something else than names and values. */
export class CannotOpenEnv extends Error {
  override name = 'CannotOpenEnv'
}

/** Opens what was encrypted for an app of this KMS, as its CVM does. Throws `CannotOpenEnv`. */
export const openEnv = (encryptedHex: string, kms: Kms, appId: string) => decryptEnv(encryptedHex, new Uint8Array(privateKeyOf(kms, appId)))

/** `encryptedHex` is ephemeral key (32), iv (12), ciphertext and tag (16); the shared secret is the AES-256-GCM key itself. */
export async function decryptEnv(encryptedHex: string, privateKey: Uint8Array): Promise<EnvEntry[]> {
  try {
    const bytes = new Uint8Array(hexToBytes(encryptedHex.replace(/^0x/, '')))
    const shared = new Uint8Array(x25519.getSharedSecret(privateKey, bytes.slice(0, 32)))
    const key = await crypto.subtle.importKey('raw', shared, 'AES-GCM', false, ['decrypt'])
    const opened = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: bytes.slice(32, 44) }, key, bytes.slice(44))
    const { env } = JSON.parse(new TextDecoder().decode(opened)) as { env: unknown }
    if (!Array.isArray(env) || !env.every(isEntry)) throw new Error('not a list of names and values')
    return env.map(({ key: name, value }) => ({ key: name, value }))
  } catch (cause) {
    throw new CannotOpenEnv('The encrypted environment cannot be opened', { cause })
  }
}

const isEntry = (entry: unknown): entry is EnvEntry =>
  typeof entry === 'object' &&
  entry !== null &&
  typeof (entry as EnvEntry).key === 'string' &&
  typeof (entry as EnvEntry).value === 'string'
