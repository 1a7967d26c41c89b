import { QuoteVerifier } from '@phala/dcap-qvl/src/verify.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { concatBytes } from '@noble/hashes/utils.js'
import { Buffer } from 'buffer'
import { bytesOfHex, sameBytes } from './bytes.ts'
import { type Certificate, checkChain, readCertificate, readPemChain, verifies } from './certificates.ts'
import type { Collateral, GivenCollateral } from './collateral.ts'
import { deviceIdOf } from './device.ts'
import { FailedCheck, OutOfDate } from './failed-check.ts'
import { accusedBy, isOfDate } from './library-errors.ts'
import { momentText } from '@/attestation/judged-at.ts'
import { fails, type Finding, holds, onlyOfGenuine, unknown } from '@/attestation/links.ts'
import type { TdxQuote } from './parse-quote.ts'
import { checkNotRevoked, listIssuedAt, readRevoked } from './revocation.ts'
import type { TrustedRoot } from './roots.ts'

export interface QuoteFindings {
  quote: Finding
  tcb: Finding
  debug: Finding
  /** Of the machine, from its certificate; `null` unless the quote holds. */
  deviceId: string | null
  /** Fails for dates alone: when its collateral was issued, the same quote held. */
  isOutOfDate: boolean
  /** And those dates are still to come. */
  isYetToCome: boolean
}

/** Before it is known what a failure for a date comes to. */
type Judged = Omit<QuoteFindings, 'isOutOfDate' | 'isYetToCome'> & { failsByDate?: boolean }

const rootNames = { intel: 'Intel’s root', sandbox: 'a sandbox root, not Intel’s' }

/**
 * Judges a quote by its collateral at a time (milliseconds since 1970). The library does the judging; before it, everything that it reads
 * loosely is read strictly: certificates and lists byte for byte, their dates, the signatures of revocation lists and their issuers.
 */
export function verifyQuote(quote: TdxQuote, collateral: GivenCollateral, root: TrustedRoot, at: number): QuoteFindings {
  const { failsByDate, ...found } = judgeAt(quote, collateral, root, at)
  const issuedAt = failsByDate && typeof collateral === 'object' ? collateralIssuedAt(collateral) : null
  if (issuedAt === null || judgeAt(quote, collateral, root, issuedAt).quote.state !== 'holds') {
    return { ...found, isOutOfDate: false, isYetToCome: false }
  }
  const note = `${found.quote.note} Nothing else is wrong: for ${momentText(issuedAt)}, when the collateral was issued, the quote holds.`
  return { ...found, quote: { ...found.quote, note }, isOutOfDate: true, isYetToCome: at < issuedAt }
}

const bareQuote = {
  none: 'There is no collateral, so nobody can say whether the machine was revoked, or how old its platform is.',
  unread: 'The collateral could not be read, so it is not known whether the machine was revoked, or how old its platform is.',
}

function judgeAt(quote: TdxQuote, collateral: GivenCollateral, root: TrustedRoot, at: number): Judged {
  const debug = debugFinding(quote)
  if (typeof collateral === 'string') return withoutCollateral(quote, root, at, bareQuote[collateral])
  if (collateral.root_ca_crl === null) {
    const why = 'The collateral has no revocation list of the root, so nobody can say whether a certificate was revoked.'
    return withoutCollateral(quote, root, at, why)
  }
  try {
    const pck = checkStrictly(quote, collateral, collateral.root_ca_crl, root, at)
    return { ...judge(quote, collateral, root, at), deviceId: deviceIdOf(pck) }
  } catch (error) {
    if (!(error instanceof FailedCheck)) throw error
    return { ...refused(error.message, debug), failsByDate: error instanceof OutOfDate }
  }
}

/** When the last of its parts was issued, in milliseconds since 1970; `null` where one does not say. */
function collateralIssuedAt({ tcb_info, qe_identity, root_ca_crl, pck_crl }: Collateral): number | null {
  const issueDate = (text: string) => Date.parse(String((JSON.parse(text) as { issueDate?: unknown }).issueDate))
  try {
    const at = Math.max(
      issueDate(tcb_info),
      issueDate(qe_identity),
      listIssuedAt(listBytes(root_ca_crl ?? '', 'of the root'), 'of the root'),
      listIssuedAt(listBytes(pck_crl, 'of machines'), 'of machines'),
    )
    return Number.isNaN(at) ? null : at
  } catch {
    return null
  }
}

function judge(quote: TdxQuote, collateral: Collateral, root: TrustedRoot, at: number): Omit<Judged, 'deviceId'> {
  const debug = debugFinding(quote)
  const genuine = holds(
    `The signatures lead to ${rootNames[root.kind]}; nothing on the way was revoked, and the collateral is in date.${trailerWords(quote)}`,
  )
  try {
    const { status, advisory_ids } = QuoteVerifier.newWithRootCa(Buffer.from(root.der)).verify(
      Buffer.from(quote.quoteBytes),
      { ...collateral, root_ca_crl: collateral.root_ca_crl! }, // without it nothing is judged
      Math.floor(at / 1000),
    )
    return { quote: genuine, tcb: levelFinding(status, advisory_ids), debug }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    const accused = accusedBy(message)
    const words = `The library says: ${message}.`
    if (accused === 'tcb') return { quote: genuine, tcb: fails(words), debug }
    // The same words are said of the enclave that made the quote, and before the quote's own signature is looked at.
    if (accused === 'debug' && !quote.isQuotingEnclaveDebug) {
      return {
        quote: genuine,
        tcb: unknown('The library stopped at the attributes of the machine before it said the level.'),
        debug: debug.state === 'fails' ? debug : { ...debug, state: 'fails', note: words },
      }
    }
    return { ...refused(message, debug), failsByDate: isOfDate(message) }
  }
}

function refused(message: string, debug: Finding): Judged {
  const quote = fails(`${message}.`)
  return { quote, tcb: unknown('The level is that of a quote that does not hold.'), debug: onlyOfGenuine(debug, quote), deviceId: null }
}

/** What a quote says against itself needs no collateral: a forged one fails. One that is well-formed stays unknown. */
function withoutCollateral(quote: TdxQuote, root: TrustedRoot, at: number, why: string): Judged {
  const debug = debugFinding(quote)
  try {
    checkOwnSignatures(quote, root, at)
  } catch (error) {
    if (!(error instanceof FailedCheck)) throw error
    return refused(error.message, debug)
  }
  const missing = unknown(why)
  return { quote: missing, tcb: missing, debug: onlyOfGenuine(debug, missing), deviceId: null }
}

function checkOwnSignatures(quote: TdxQuote, root: TrustedRoot, at: number) {
  const chain = readPemChain(quote.pckChain, 'of the machine')
  checkChain(chain, readCertificate(root.der, 'of the trusted root'), at, 'of the machine')
  if (!verifies(quote.qeReportSignature, quote.qeReport, chain[0]!.publicKey))
    // a chain has two at least
    throw new FailedCheck('The machine did not sign the enclave that made the quote')
  const bound = sha256(concatBytes(quote.attestationKey, quote.qeAuthData))
  if (!sameBytes(bound, quote.qeReport.subarray(320, 352))) throw new FailedCheck('The quote is signed with a key of no such enclave')
  if (!verifies(quote.signature, quote.signedBytes, concatBytes(Uint8Array.of(4), quote.attestationKey)))
    throw new FailedCheck('The signature of the quote is not over its content')
}

function debugFinding(quote: TdxQuote): Finding {
  const compared = [
    { measured: quote.isDebug ? '1' : '0', measuredFrom: 'debug bit of the attributes in the quote', expected: '0', expectedFrom: 'rule' },
  ]
  return quote.isDebug
    ? fails('The machine runs in debug mode: whoever operates it can read and change what is in it.', compared)
    : holds('The debug bit of the machine is off.', compared)
}

function levelFinding(status: string, advisories: readonly string[]): Finding {
  const compared = [
    { measured: status, measuredFrom: 'level of the platform in Intel’s TCB info', expected: 'UpToDate', expectedFrom: 'rule' },
  ]
  const named = advisories.length > 0 ? ` Advisories: ${advisories.join(', ')}.` : ''
  switch (status) {
    case 'UpToDate':
      return holds(`The platform is up to date.${named}`, compared)
    case 'SWHardeningNeeded':
    case 'ConfigurationNeeded':
    case 'ConfigurationAndSWHardeningNeeded':
      return unknown(`Whether the remedies that this level asks for are in place is not signed by anything.${named}`, compared)
    default:
      return fails(`The platform is not up to date.${named}`, compared)
  }
}

const trailerWords = ({ trailerLength }: TdxQuote) =>
  trailerLength === 0
    ? ''
    : ` ${trailerLength} ${trailerLength === 1 ? 'byte follows' : 'bytes follow'} the quote; nothing signs them, so they were ignored.`

/** Returns the machine's own certificate. */
function checkStrictly(quote: TdxQuote, collateral: Collateral, rootList: string, root: TrustedRoot, at: number): Certificate {
  const rootCertificate = readCertificate(root.der, 'of the trusted root')
  const chainOf = (pem: string, whose: string) => {
    const chain = readPemChain(pem, whose)
    checkChain(chain, rootCertificate, at, whose)
    return chain
  }
  const pckChain = chainOf(quote.pckChain, 'of the machine')
  const [pck, platformCa] = pckChain as [Certificate, Certificate] // a chain has two at least
  const tcbChain = chainOf(collateral.tcb_info_issuer_chain, 'of the TCB info')
  // Intel signs both with one key.
  const identityChain =
    collateral.qe_identity_issuer_chain === collateral.tcb_info_issuer_chain
      ? tcbChain
      : chainOf(collateral.qe_identity_issuer_chain, 'of the QE identity')
  const listChain = readPemChain(collateral.pck_crl_issuer_chain, 'of the revocation list')
  checkChain(listChain, rootCertificate, at, 'of the revocation list')
  if (!sameBytes(listChain[0]!.publicKey, platformCa.publicKey))
    throw new FailedCheck('The revocation list is of another authority than the one that vouches for the machine')
  for (const name of ['tcb_info_signature', 'qe_identity_signature'] as const) {
    if (bytesOfHex(collateral[name])?.length !== 64) throw new FailedCheck(`The collateral’s ${name} is no signature`)
  }
  const revokedByRoot = readRevoked(listBytes(rootList, 'of the root'), rootCertificate, at, 'of the root')
  const revokedByCa = readRevoked(listBytes(collateral.pck_crl, 'of machines'), platformCa, at, 'of machines')
  checkNotRevoked([pck], revokedByCa, 'of the machine')
  checkNotRevoked(pckChain.slice(1), revokedByRoot, 'of the machine')
  checkNotRevoked([...tcbChain, ...identityChain, ...listChain], revokedByRoot, 'of the collateral')
  return pck
}

function listBytes(hex: string, whose: string): Uint8Array {
  const bytes = bytesOfHex(hex)
  if (!bytes) throw new FailedCheck(`The revocation list ${whose} is not hex`)
  return bytes
}
