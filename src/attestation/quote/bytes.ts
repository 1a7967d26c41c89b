import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'

export const sameBytes = (left: Uint8Array, right: Uint8Array): boolean =>
  left.length === right.length && left.every((byte, at) => byte === right[at])

/** The bytes of a text of hex digits, with or without `0x`; `null` for anything else. */
export function bytesOfHex(text: unknown): Uint8Array | null {
  if (typeof text !== 'string') return null
  const digits = text.replace(/^0x/, '')
  return digits.length % 2 === 0 && /^[0-9a-fA-F]*$/.test(digits) ? hexToBytes(digits) : null
}

export { bytesToHex as hexOf }
