import { sameBytes } from './bytes.ts'
import { type Certificate, isSignedBy, readSigned } from './certificates.ts'
import { childrenOf, derTags, expectTag, positiveInteger, timeOf } from './der.ts'
import { FailedCheck, OutOfDate } from './failed-check.ts'

/**
 * Checks a revocation list: signed by `issuer`, in date at `at` (milliseconds since 1970). Returns the serial numbers on it. The library
 * looks serial numbers up without either check, and skips a list that it cannot read. Throws `FailedCheck`.
 */
export function readRevoked(der: Uint8Array, issuer: Certificate, at: number, whose: string): Uint8Array[] {
  const list = parse(der, whose)
  if (!sameBytes(list.issuer, issuer.subject) || !isSignedBy(list.signed, issuer))
    throw new FailedCheck(`The revocation list ${whose} was not signed by its issuer`)
  if (at < list.thisUpdate) throw new OutOfDate(`The revocation list ${whose} is not yet in date`)
  if (at > list.nextUpdate) throw new OutOfDate(`The revocation list ${whose} is out of date`)
  return list.serials
}

/** When a list was issued, in milliseconds since 1970. Throws `FailedCheck`. */
export const listIssuedAt = (der: Uint8Array, whose: string): number => parse(der, whose).thisUpdate

export function checkNotRevoked(certificates: readonly Certificate[], revoked: readonly Uint8Array[], whose: string): void {
  for (const { serial } of certificates)
    if (revoked.some((listed) => sameBytes(listed, serial))) throw new FailedCheck(`A certificate ${whose} is revoked`)
}

function parse(der: Uint8Array, whose: string) {
  try {
    const { signed, fields, algorithm } = readSigned(der)
    const [version, inner, issuer, thisUpdate, nextUpdate, ...more] = fields
    expectTag(version, derTags.integer)
    if (!inner || !issuer || !sameBytes(inner.whole, algorithm)) throw new Error('two algorithms')
    const entries = more[0]?.tag === derTags.sequence ? childrenOf(more[0]) : []
    return {
      signed,
      issuer: issuer.whole,
      thisUpdate: timeOf(thisUpdate),
      nextUpdate: timeOf(nextUpdate),
      serials: entries.map((entry) => positiveInteger(childrenOf(entry)[0])),
    }
  } catch (cause) {
    throw new FailedCheck(`The revocation list ${whose} cannot be read`, { cause })
  }
}
