import { sha256 } from '@noble/hashes/sha2.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { hexOf } from './quote/bytes.ts'
import type { Collateral } from './quote/collateral.ts'
import { type BootFacts, compareRegisters, readBootFacts, readEventLog } from './event-log.ts'
import type { JudgedAt } from './judged-at.ts'
import { FailedCheck } from './quote/failed-check.ts'
import { fails, type Finding, holds, onlyOfGenuine, unknown } from './links.ts'
import { type ManifestFacts, readManifestFacts } from './manifest-facts.ts'
import { parseQuote, type TdxQuote } from './quote/parse-quote.ts'
import { bytesOfBase64, intelRoot, sandboxRoot, type TrustedRoot } from './quote/roots.ts'
import { verifyInTime } from './quote/verify-in-time.ts'

/** Everything that is needed besides the words of the API and of the chain. Can be sent to a worker. */
export interface Evidence {
  /** With whatever follows it. `null`: there was none to be had. */
  quote: Uint8Array | null
  collateral: Collateral | null
  /** As received: a list of events. `null` is missing. */
  eventLog: unknown
  /** The exact text of the file that the CVM measured. */
  appCompose: string | null
}

export interface MeasureOptions {
  /** Milliseconds since 1970 by this computer: when the collateral has to be in date. */
  at: number
  /** The same as a server says; `null` or absent where none was asked. */
  serverAt?: number | null
  /** There may be collateral, and it could not be read. */
  isCollateralUnread?: boolean
  /** DER of the sandbox's root, where it may be trusted besides Intel's. */
  sandboxRootDer: Uint8Array | null
}

/** What follows from the evidence by itself. */
export interface Measured {
  /** Whose root the chain ends in, or would have to. */
  root: TrustedRoot['kind']
  quote: Finding
  tcb: Finding
  debug: Finding
  /** The quote fails for dates alone: when its collateral was issued, it held. */
  isOutOfDate: boolean
  /** And those dates are still to come. */
  isYetToCome: boolean
  judgedAt: JudgedAt
  registers: Finding
  file: Finding
  facts: BootFacts | null
  /** Of the file, where it is the one that was measured. */
  manifest: ManifestFacts | null
  deviceId: string | null
  /** Shown, not compared: they follow from firmware, image and size. */
  mrTd: string | null
  mrConfigId: string | null
  reportData: string | null
  trailerLength: number
}

/** Why nothing at all can be said. */
export interface Unreadable {
  unreadable: string
}

/** Checks what the evidence says by itself. Slow (a tenth of a second): belongs into a worker. */
export function measure(evidence: Evidence, { at, serverAt, isCollateralUnread, sandboxRootDer }: MeasureOptions): Measured | Unreadable {
  const judgedAt = { local: at, server: serverAt ?? null }
  if (evidence.quote === null) return nothingMeasured(judgedAt)
  let quote: TdxQuote
  try {
    quote = parseQuote(evidence.quote)
  } catch (error) {
    if (!(error instanceof FailedCheck)) throw error
    return { unreadable: `${error.message}.` }
  }
  const root = rootFor(quote, sandboxRootDer)
  const collateral = evidence.collateral ?? (isCollateralUnread ? 'unread' : 'none')
  const { deviceId, ...findings } = verifyInTime(quote, collateral, root, judgedAt)
  const events = readEventLog(evidence.eventLog)
  const registers = onlyOfGenuine(registersFinding(quote, evidence.eventLog, events), findings.quote)
  const facts = events ? readBootFacts(events) : null
  const file = onlyOfGenuine(fileFinding(evidence.appCompose, facts), registers)
  return {
    root: root.kind,
    ...findings,
    judgedAt,
    registers,
    file,
    facts,
    manifest: file.state === 'holds' && evidence.appCompose !== null ? readManifestFacts(evidence.appCompose) : null,
    deviceId,
    mrTd: hexOf(quote.mrTd),
    mrConfigId: hexOf(quote.mrConfigId),
    reportData: hexOf(quote.reportData),
    trailerLength: quote.trailerLength,
  }
}

function nothingMeasured(judgedAt: JudgedAt): Measured {
  const none = unknown('There is no quote, so there is nothing that the hardware signed.')
  return {
    root: 'intel',
    quote: none,
    tcb: none,
    debug: none,
    isOutOfDate: false,
    isYetToCome: false,
    judgedAt,
    registers: none,
    file: none,
    facts: null,
    manifest: null,
    deviceId: null,
    mrTd: null,
    mrConfigId: null,
    reportData: null,
    trailerLength: 0,
  }
}

/** The sandbox's root counts for quotes that name it, and for no others. */
function rootFor({ pckChain }: TdxQuote, sandboxDer: Uint8Array | null): TrustedRoot {
  if (!sandboxDer) return intelRoot()
  const named = /.*-----BEGIN CERTIFICATE-----([^-]*)-----END CERTIFICATE-----/s.exec(pckChain)?.[1] ?? ''
  try {
    return hexOf(bytesOfBase64(named.replaceAll(/\s/g, ''))) === hexOf(sandboxDer) ? sandboxRoot(sandboxDer) : intelRoot()
  } catch {
    return intelRoot()
  }
}

function registersFinding(quote: TdxQuote, given: unknown, events: ReturnType<typeof readEventLog>): Finding {
  if (given === null || given === undefined) return unknown('There is no event log, so nothing tells what the registers were made of.')
  if (!events) return fails('The event log is not a list of events.')
  return compareRegisters(events, quote.rtmrs)
}

function fileFinding(text: string | null, facts: BootFacts | null): Finding {
  const measured = facts?.composeHash ?? null
  const expected = text === null ? null : hexOf(sha256(utf8ToBytes(text)))
  const compared = [{ measured, measuredFrom: 'compose-hash event', expected, expectedFrom: 'SHA-256 of the file' }]
  if (measured === null) return unknown('The event log holds no compose hash.', compared)
  if (expected === null) return unknown('The file that was measured is not available.', compared)
  return measured === expected
    ? holds('The file that is shown is the one that was measured.', compared)
    : fails('The file that is shown is not the one that was measured.', compared)
}
