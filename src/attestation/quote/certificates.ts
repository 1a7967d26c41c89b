import { p256 } from '@noble/curves/nist.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { childrenOf, derTags, type DerElement, expectTag, objectId, positiveInteger, readDer, timeOf, wholeBits } from './der.ts'
import { FailedCheck, OutOfDate } from './failed-check.ts'
import { sameBytes } from './bytes.ts'

export interface Certificate {
  der: Uint8Array
  serial: Uint8Array
  /** Distinguished names as their DER bytes: compared, never read. */
  issuer: Uint8Array
  subject: Uint8Array
  notBefore: number
  notAfter: number
  /** Uncompressed point of P-256, 65 bytes. */
  publicKey: Uint8Array
  isCa: boolean
  /** Content of an extension by its identifier in dots. */
  extensions: Map<string, Uint8Array>
  signed: SignedDer
}

/** What certificates and revocation lists have in common: signed bytes and a signature over them. */
export interface SignedDer {
  bytes: Uint8Array
  /** r and s, 32 bytes each. */
  signature: Uint8Array
}

const oids = {
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
  ecPublicKey: '1.2.840.10045.2.1',
  p256: '1.2.840.10045.3.1.7',
  basicConstraints: '2.5.29.19',
}

// A dozen signatures are looked at and then no more: the library's usual table for thousands would take longer than they do.
p256.Point.BASE.precompute(4)

const header = '-----BEGIN CERTIFICATE-----\n'
const footer = '\n-----END CERTIFICATE-----'

/**
 * The certificates of a PEM text, which must be written as every tool writes them: 64 characters a line, nothing between, a line feed and
 * (in a quote) a zero byte at the end. Anything else is refused, so that no byte of it is without meaning.
 */
export function readPemChain(text: string, whose: string): Certificate[] {
  const body = text.endsWith('\n\0') ? text.slice(0, -2) : text.endsWith('\n') ? text.slice(0, -1) : text
  const parts = body.split(`${footer}\n`).map((part, at, all) => (at === all.length - 1 ? part : `${part}${footer}`))
  return parts.map((part) => {
    const encoded = part.slice(header.length, -footer.length)
    const der = fromBase64(encoded.replaceAll('\n', ''))
    if (!der || part !== `${header}${inLines(der)}${footer}`) throw new FailedCheck(`The certificates ${whose} are not well-formed PEM`)
    return readCertificate(der, whose)
  })
}

export function readCertificate(der: Uint8Array, whose: string): Certificate {
  try {
    return parseCertificate(der)
  } catch (cause) {
    throw new FailedCheck(`A certificate ${whose} cannot be read`, { cause })
  }
}

/**
 * Whether every certificate was signed by the next, the last of them being the root itself or signed by it, all within their dates at `at`
 * (milliseconds since 1970), and every issuer a certificate authority. Throws `FailedCheck`.
 */
export function checkChain(chain: readonly Certificate[], root: Certificate, at: number, whose: string): void {
  const last = chain.at(-1)
  if (!last || chain.length < 2) throw new FailedCheck(`The certificate chain ${whose} is too short`)
  const endsInRoot = sameBytes(last.der, root.der)
  if (!endsInRoot && sameBytes(last.subject, last.issuer))
    throw new FailedCheck(`The certificate chain ${whose} ends in another root than the trusted one`)
  const whole = endsInRoot ? chain : [...chain, root]
  for (const [place, certificate] of whole.entries()) {
    if (at < certificate.notBefore || at > certificate.notAfter) throw new OutOfDate(`A certificate ${whose} is expired or not yet valid`)
    if (place > 0 && !certificate.isCa) throw new FailedCheck(`A certificate ${whose} was issued by one that may issue none`)
    const issuer = whole[place + 1]
    // The root, byte for byte: what it says of itself adds nothing to being trusted.
    if (!issuer) return
    if (!sameBytes(certificate.issuer, issuer.subject) || !isSignedBy(certificate.signed, issuer))
      throw new FailedCheck(`The certificate chain ${whose} does not lead to the trusted root`)
  }
}

export const isSignedBy = ({ bytes, signature }: SignedDer, issuer: Certificate): boolean => verifies(signature, bytes, issuer.publicKey)

/** Whether r‖s is a signature over the bytes (ECDSA with P-256 and SHA-256). */
export function verifies(signature: Uint8Array, bytes: Uint8Array, publicKey: Uint8Array): boolean {
  try {
    return p256.verify(signature, sha256(bytes), publicKey, { lowS: false })
  } catch {
    return false
  }
}

/** Takes certificates and revocation lists apart: the signed part, and the signature in its one canonical form. */
export function readSigned(der: Uint8Array): { signed: SignedDer; fields: DerElement[]; algorithm: Uint8Array } {
  const [toBeSigned, algorithm, signature, ...more] = childrenOf(expectTag(readDer(der), derTags.sequence))
  const body = expectTag(toBeSigned, derTags.sequence)
  const [name, ...parameters] = childrenOf(expectTag(algorithm, derTags.sequence))
  if (more.length > 0 || parameters.length > 0 || objectId(name) !== oids.ecdsaWithSha256) throw new Error('another algorithm')
  const [r, s, ...rest] = childrenOf(expectTag(readDer(wholeBits(signature)), derTags.sequence))
  if (rest.length > 0) throw new Error('more than a signature')
  const both = new Uint8Array(64)
  for (const [place, number] of [r, s].entries()) {
    const bytes = positiveInteger(number)
    if (bytes.length > 32) throw new Error('a number too large')
    both.set(bytes, place * 32 + 32 - bytes.length)
  }
  return { signed: { bytes: body.whole, signature: both }, fields: childrenOf(body), algorithm: algorithm!.whole } // its tag was checked
}

function parseCertificate(der: Uint8Array): Certificate {
  const { signed, fields, algorithm } = readSigned(der)
  const [version, serial, inner, issuer, validity, subject, key, extensions, ...more] = fields
  if (version?.tag !== 0xa0 || extensions?.tag !== 0xa3 || more.length > 0) throw new Error('not a certificate of version 3')
  if (!inner || !sameBytes(inner.whole, algorithm)) throw new Error('two algorithms')
  const [notBefore, notAfter] = childrenOf(expectTag(validity, derTags.sequence))
  const [keyAlgorithm, point] = childrenOf(expectTag(key, derTags.sequence))
  const [keyKind, curve] = childrenOf(expectTag(keyAlgorithm, derTags.sequence))
  if (objectId(keyKind) !== oids.ecPublicKey || objectId(curve) !== oids.p256) throw new Error('another kind of key')
  const byId = new Map<string, Uint8Array>()
  for (const extension of childrenOf(expectTag(childrenOf(extensions)[0], derTags.sequence))) {
    const parts = childrenOf(extension)
    const id = objectId(parts[0])
    if (byId.has(id)) throw new Error('an extension twice')
    byId.set(id, expectTag(parts.at(-1), derTags.octetString).content)
  }
  const constraints = byId.get(oids.basicConstraints)
  const [isCa] = constraints ? childrenOf(expectTag(readDer(constraints), derTags.sequence)) : []
  return {
    der,
    serial: positiveInteger(serial),
    issuer: expectTag(issuer, derTags.sequence).whole,
    subject: expectTag(subject, derTags.sequence).whole,
    notBefore: timeOf(notBefore),
    notAfter: timeOf(notAfter),
    publicKey: wholeBits(point),
    isCa: isCa?.tag === derTags.boolean && isCa.content[0] === 0xff,
    extensions: byId,
    signed,
  }
}

function fromBase64(text: string): Uint8Array | null {
  try {
    return Uint8Array.from(atob(text), (character) => character.codePointAt(0)!) // atob gives bytes as characters
  } catch {
    return null
  }
}

function inLines(der: Uint8Array): string {
  let binary = ''
  for (const byte of der) binary += String.fromCodePoint(byte)
  return btoa(binary).replace(/(.{64})(?!$)/g, '$1\n')
}
