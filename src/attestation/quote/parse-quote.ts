import { FailedCheck } from './failed-check.ts'

/** A TDX quote taken apart. All parts are views of the same bytes. */
export interface TdxQuote {
  version: 4 | 5
  /** Header and body: what the attestation key signed. */
  signedBytes: Uint8Array
  /** The whole quote with its signatures and certificates, without what follows it. */
  quoteBytes: Uint8Array
  /** Bytes that stand behind the quote. Nothing covers them, so they mean nothing. */
  trailerLength: number
  tdAttributes: Uint8Array
  mrTd: Uint8Array
  mrConfigId: Uint8Array
  rtmrs: readonly [Uint8Array, Uint8Array, Uint8Array, Uint8Array]
  reportData: Uint8Array
  /** Bit 0 of the attributes: whoever runs the machine can look into it. */
  isDebug: boolean
  /** The same of the enclave that made the quote. */
  isQuotingEnclaveDebug: boolean
  /** Over the signed bytes; r‖s. */
  signature: Uint8Array
  /** x‖y of the key that signed them. */
  attestationKey: Uint8Array
  /** What the enclave that holds this key says of itself, and the machine's signature over it. */
  qeReport: Uint8Array
  qeReportSignature: Uint8Array
  qeAuthData: Uint8Array
  /** PEM of the chain that vouches for the machine. */
  pckChain: string
}

const headerLength = 48
const bodyLengths = { 2: 584, 3: 648 } as const
const tdxTeeType = 0x81
const ecdsaP256 = 2
const qeReportLength = 384

/**
 * Reads a quote of version 4 or 5 for TDX. Every length in it must be exactly that of what it stands for, so that there is no room for
 * bytes that no signature covers. Throws `FailedCheck`.
 */
export function parseQuote(bytes: Uint8Array): TdxQuote {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const need = (end: number) => {
    if (end > bytes.length) throw new FailedCheck('The quote ends too early')
  }
  const u16 = (at: number) => (need(at + 2), view.getUint16(at, true))
  const u32 = (at: number) => (need(at + 4), view.getUint32(at, true))

  const version = u16(0)
  if (version !== 4 && version !== 5) throw new FailedCheck(`The quote has version ${version}, which is not known here`)
  if (u16(2) !== ecdsaP256) throw new FailedCheck('The quote is signed with another kind of key than ECDSA P-256')
  if (u32(4) !== tdxTeeType) throw new FailedCheck('The quote is not of a TDX machine')

  let body = headerLength
  let bodyLength: number = bodyLengths[2]
  if (version === 5) {
    const expected = bodyLengths[u16(headerLength) as 2 | 3]
    bodyLength = u32(headerLength + 2)
    if (expected === undefined || bodyLength !== expected)
      throw new FailedCheck('The quote’s body has a kind or a length that is not known here')
    body = headerLength + 6
  }
  const bodyEnd = body + bodyLength
  const auth = bodyEnd + 4
  const end = auth + u32(bodyEnd)
  need(end)
  const qeCertification = auth + 128
  if (u16(qeCertification) !== 6 || qeCertification + 6 + u32(qeCertification + 2) !== end)
    throw new FailedCheck('The lengths in the quote’s signature part do not fit')
  const qeReport = qeCertification + 6
  const authDataAt = qeReport + qeReportLength + 64
  const chainAt = authDataAt + 2 + u16(authDataAt)
  if (u16(chainAt) !== 5) throw new FailedCheck('The quote names its certificates in a way that is not known here')
  if (chainAt + 6 + u32(chainAt + 2) !== end) throw new FailedCheck('The lengths in the quote’s signature part do not fit')

  const field = (offset: number, length: number) => bytes.subarray(body + offset, body + offset + length)
  const tdAttributes = field(120, 8)
  return {
    version,
    signedBytes: bytes.subarray(0, bodyEnd),
    quoteBytes: bytes.subarray(0, end),
    trailerLength: bytes.length - end,
    tdAttributes,
    mrTd: field(136, 48),
    mrConfigId: field(184, 48),
    rtmrs: [field(328, 48), field(376, 48), field(424, 48), field(472, 48)],
    reportData: field(520, 64),
    isDebug: (tdAttributes[0]! & 1) !== 0,
    // Bit 1 of the enclave's attributes, which begin at byte 48 of its report.
    isQuotingEnclaveDebug: (bytes[qeReport + 48]! & 2) !== 0,
    signature: bytes.subarray(auth, auth + 64),
    attestationKey: bytes.subarray(auth + 64, qeCertification),
    qeReport: bytes.subarray(qeReport, qeReport + qeReportLength),
    qeReportSignature: bytes.subarray(qeReport + qeReportLength, authDataAt),
    qeAuthData: bytes.subarray(authDataAt + 2, chainAt),
    pckChain: new TextDecoder('latin1').decode(bytes.subarray(chainAt + 6, end)),
  }
}
