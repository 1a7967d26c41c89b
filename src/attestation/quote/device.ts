import { sha256 } from '@noble/hashes/sha2.js'
import { hexOf } from './bytes.ts'
import type { Certificate } from './certificates.ts'
import { childrenOf, derTags, expectTag, objectId, readDer } from './der.ts'

/** Intel's extension of PCK certificates, and the PPID in it. */
const sgxExtension = '1.2.840.113741.1.13.1'
const ppid = `${sgxExtension}.1`

/**
 * The device id that contracts and the API know a machine by: SHA-256 of the PPID in its PCK certificate, 64 hex characters. `null` where
 * the certificate does not say. (The library leaves the PPID out where it does not know one of the other fields.)
 */
export function deviceIdOf(pck: Certificate): string | null {
  const extension = pck.extensions.get(sgxExtension)
  if (!extension) return null
  try {
    for (const field of childrenOf(expectTag(readDer(extension), derTags.sequence))) {
      const [id, value] = childrenOf(field)
      if (objectId(id) === ppid) return hexOf(sha256(expectTag(value, derTags.octetString).content))
    }
  } catch {
    // Signed and yet unreadable: nothing is known of the device.
  }
  return null
}
