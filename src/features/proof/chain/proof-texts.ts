import { linkTitles } from '@/attestation/link-texts.ts'
import type { LinkState, Verdict } from '@/attestation/links.ts'
import type { Proof } from '@/features/proof/proof.ts'
import type { BadgeTone } from '@/ui/feedback/Badge.tsx'

export const stateWords: Record<LinkState, string> = {
  holds: 'holds',
  fails: 'fails',
  unknown: 'unknown',
  'not-applicable': 'does not apply',
}

export const stateTones: Record<LinkState, BadgeTone> = {
  holds: 'verified',
  fails: 'stop',
  unknown: 'caution',
  'not-applicable': 'neutral',
}

/** Stands wherever green would. */
export const sandboxRootLabel = 'sandbox root, not Intel'

/** What a look comes to, in a word. */
export interface Outcome {
  verdict: Verdict
  tone: 'verified' | 'stop' | 'caution'
  word: string
}

export const outcomes: Record<Verdict, Outcome> = {
  holds: { verdict: 'holds', tone: 'verified', word: 'proved' },
  fails: { verdict: 'fails', tone: 'stop', word: 'fails' },
  unknown: { verdict: 'unknown', tone: 'caution', word: 'not sure' },
}

type Told = Pick<Proof, 'verdict' | 'links' | 'isOutOfDate' | 'isYetToCome'>

/** Nothing but the date of the collateral speaks against it. */
const isOnlyOutOfDate = ({ links, isOutOfDate }: Told) => isOutOfDate && links.every(({ id, state }) => state !== 'fails' || id === 'quote')

/** What a proof comes to, wherever it is shown. Dates alone accuse nobody: then nothing is known of now. */
export function outcomeOf(proof: Told): Outcome {
  if (!isOnlyOutOfDate(proof)) return outcomes[proof.verdict]
  return { ...outcomes.unknown, word: proof.isYetToCome ? 'not yet in date' : 'out of date' }
}

/** The one sentence above a chain. `isPast`: of a saved proof, or of a CVM that is off, where nothing is said of now. */
export function verdictText(proof: Told, isPast = false): string {
  const { verdict, links } = proof
  if (verdict === 'holds') {
    // Nobody approved what no contract has a say in.
    const isApproved = links.some(({ id, state }) => id === 'allowed' && state === 'holds')
    if (!isApproved) return 'What was measured is the file shown; no contract has a say. Every link that applies holds.'
    return `What ${isPast ? 'ran was' : 'runs is'} the file that was approved: every link from the hardware to the file holds.`
  }
  if (isOnlyOutOfDate(proof)) {
    return proof.isYetToCome
      ? 'The collateral is not yet in date: for when it was issued the quote holds, and of now nothing is said.'
      : 'The collateral is out of date: when it was issued the quote held, and of now nothing is said.'
  }
  if (verdict === 'fails') {
    const failing = links.filter(({ state }) => state === 'fails').map(({ id }) => `“${linkTitles[id]}”`)
    return `The chain is broken at ${failing.join(' and ')}.`
  }
  const open = links.filter(({ state }) => state === 'unknown').length
  return `Nothing contradicts it, but ${open === 1 ? 'one link' : `${open} links`} of ${links.length} could not be checked.`
}
