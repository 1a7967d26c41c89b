import { x25519 } from '@noble/curves/ed25519.js'
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from '@noble/curves/utils.js'
import { parseHash32 } from './identifiers.ts'

export interface EnvEntry {
  key: string
  value: string
}

/** The random parts of one encryption; tests pin them, the browser draws them. */
export interface EncryptionRandomness {
  /** 32 bytes; used once. */
  ephemeralPrivateKey: Uint8Array
  /** 12 bytes; used once. */
  iv: Uint8Array
}

const drawRandomness = (): EncryptionRandomness => ({
  ephemeralPrivateKey: x25519.utils.randomSecretKey(),
  iv: crypto.getRandomValues(new Uint8Array(12)),
})

/**
 * Encrypts a whole set of environment values for the key that the CVM alone can ask for.
 * X25519 with a key used once; the shared secret is the AES-256-GCM key itself, without a derivation step and without additional data.
 * Returns lower-case hex without `0x`: `ephemeral public key (32) || iv (12) || ciphertext || tag (16)`.
 * `recipientPublicKey` is 32 bytes of hex, with or without `0x`; throws when it is not.
 */
export async function encryptEnv(entries: EnvEntry[], recipientPublicKey: string, randomness = drawRandomness()): Promise<string> {
  const recipient = parseHash32(recipientPublicKey)
  if (!recipient) throw new Error('the key to encrypt for must be exactly 32 bytes of hex')

  const sharedSecret = x25519.getSharedSecret(randomness.ephemeralPrivateKey, hexToBytes(recipient))
  const key = await crypto.subtle.importKey('raw', new Uint8Array(sharedSecret), 'AES-GCM', false, ['encrypt'])
  const plaintext = utf8ToBytes(JSON.stringify({ env: entries.map(({ key: name, value }) => ({ key: name, value })) }))
  const encrypted = await crypto.subtle.encrypt({ name: 'AES-GCM', iv: new Uint8Array(randomness.iv) }, key, new Uint8Array(plaintext))
  return bytesToHex(concatBytes(x25519.getPublicKey(randomness.ephemeralPrivateKey), randomness.iv, new Uint8Array(encrypted)))
}
