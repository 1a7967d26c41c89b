import { linkTitles } from '@/attestation/link-texts.ts'
import type { Link, LinkState, Verdict } from '@/attestation/links.ts'
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

export const verdictTones = { holds: 'verified', fails: 'stop', unknown: 'caution' } as const

/** The one sentence above a chain. */
export function verdictText(verdict: Verdict, links: readonly Link[]): string {
  if (verdict === 'holds') return 'What runs is the file that was approved: every link from the hardware to the file holds.'
  if (verdict === 'fails') {
    const failing = links.filter(({ state }) => state === 'fails').map(({ id }) => `“${linkTitles[id]}”`)
    return `The chain is broken at ${failing.join(' and ')}.`
  }
  const open = links.filter(({ state }) => state === 'unknown').length
  return `Nothing contradicts, but ${open === 1 ? 'one link' : `${open} links`} of ${links.length} could not be checked.`
}
