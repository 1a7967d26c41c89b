import { readFileSync } from 'node:fs'
import { ownTime, type ProofBundle, readBundle } from '@/attestation/bundle.ts'
import { type ClaimSources, fileSources } from '@/attestation/claim-sources.ts'
import type { ChainWord } from '@/attestation/claims.ts'
import { kmsToAsk } from '@/attestation/kms-contract.ts'
import { type Link, type Verdict, verdictOf } from '@/attestation/links.ts'
import { measure, type Measured } from '@/attestation/measure.ts'
import { prove } from '@/attestation/prove.ts'
import { type AskNode, noAnswerText, readAllowances } from '@/chain/measured/allowances.ts'

export interface CheckOptions {
  file: string
  /** Milliseconds since 1970: when the collateral has to be in date. */
  at: number
  /** A node of the chain; without one no contract is asked. */
  node: AskNode | null
  /** The KMS contract that is trusted, lower case with `0x`; `null` takes the one that the file names, and says so. */
  kmsContract: string | null
  sandboxRootDer: Uint8Array | null
  /** Which CVM it has to be: 40 hex characters; `null` takes the word of the file. */
  appId: string | null
  /** What it has to run: 64 hex characters; `null` takes the word of the file. */
  composeHash: string | null
}

export interface Answer {
  links: Link[]
  verdict: Verdict | 'unreadable'
  /** Why it is unreadable. */
  why?: string
  /** The root that the quote was found to end in; `null` where it does not hold. */
  root?: Measured['root'] | null
  /** Options that would have said which CVM it has to be, and what it has to run; the file says so instead. */
  onWordOfFile?: string[]
  /** ISO time for which the collateral was judged. */
  judgedFor?: string
  /** The dates of the collateral are still to come. */
  isYetToCome?: boolean
  /** ISO time that the file says it was made for, where the collateral is out of date and was not then. */
  ownTime?: string
}

/** Checks a saved proof. A file that is none is an answer as well. */
export async function checkFile(options: CheckOptions): Promise<Answer> {
  const { file, at, node, kmsContract, sandboxRootDer, appId, composeHash } = options
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file))
  } catch {
    return { links: [], verdict: 'unreadable', why: 'The file cannot be read as UTF-8 text.' }
  }
  const bundle = readBundle(text)
  if ('unreadable' in bundle) return { links: [], verdict: 'unreadable', why: bundle.unreadable }
  const measured = measure(bundle.evidence, { at, sandboxRootDer })
  if ('unreadable' in measured) return { links: [], verdict: 'unreadable', why: measured.unreadable }
  const claims = { ...bundle.claims, ...(appId === null ? {} : { appId }), ...(composeHash === null ? {} : { composeHash }) }
  const sources: ClaimSources = {
    ...fileSources,
    ...(appId === null ? {} : { appId: optionSource('--app-id') }),
    ...(composeHash === null ? {} : { composeHash: optionSource('--compose-hash') }),
  }
  const links = prove(measured, claims, await chainWord(bundle, measured, { node, kmsContract }), sources)
  const then = measured.isOutOfDate ? ownTime(bundle) : null
  return {
    links,
    verdict: verdictOf(links),
    root: measured.quote.state === 'holds' ? measured.root : null,
    onWordOfFile: [...(appId === null ? ['--app-id'] : []), ...(composeHash === null ? ['--compose-hash'] : [])],
    judgedFor: new Date(at).toISOString(),
    ...(then === null ? {} : { ownTime: new Date(then).toISOString(), isYetToCome: measured.isYetToCome }),
  }
}

const optionSource = (option: string) => ({ from: option, one: `one that ${option} names` })

/** The contract's word, read now; without a node only what the bundle recorded. */
async function chainWord(
  { contracts, recorded }: ProofBundle,
  { facts, deviceId }: Measured,
  { node, kmsContract: trusted }: Pick<CheckOptions, 'node' | 'kmsContract'>,
): Promise<ChainWord> {
  const { kmsContract, kms } = kmsToAsk({
    named: contracts?.kmsContract ?? null,
    namedBy: 'the file',
    trusted: trusted === null ? null : [trusted],
    trustedBy: '--kms-contract',
  })
  if (node === null)
    return recorded ? { from: 'recorded', reading: recorded, kms } : { from: 'none', why: 'No contract was asked: --rpc names no node.' }
  const appContract = contracts?.appContract ?? (facts?.appId ? `0x${facts.appId}` : null)
  if (appContract === null) return { from: 'none', why: 'Neither the file nor the event log names an app contract.' }
  try {
    const reading = await readAllowances(node, {
      chainId: contracts?.chainId ?? null,
      appContract,
      kmsContract,
      composeHash: facts?.composeHash ?? null,
      deviceId,
      osImageHash: facts?.osImageHash ?? null,
    })
    return { from: 'read', reading, kms }
  } catch (error) {
    return { from: 'none', why: noAnswerText(error) }
  }
}
