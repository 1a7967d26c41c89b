import { formatExactTime } from '@/lib/durations.ts'
import { isolated } from '@/lib/isolated.ts'
import type { UnfinishedItem } from '@/updates/drafts/unfinished.ts'

const stands: Record<UnfinishedItem['kind'], (what: string, at: string) => string> = {
  draft: (what, at) => `Edits of ${what} were kept at ${at}, and nothing of them was sent.`,
  'answer-unknown': (what, at) => `A change of ${what} was sent at ${at}, and no answer is on record. Its page looks up what happened.`,
  prepared: (what, at) => `A change of ${what} was sent at ${at}, and is prepared until its hash is allowed.`,
  'needs-signature': (what, at) => `A change of ${what} was sent at ${at}. It is prepared, and waits for its hash to be allowed.`,
  'wallet-asked': (what, at) => `A change of ${what} is prepared. The wallet was asked at ${at}, and the request may still be open there.`,
  'waiting-for-block': (what, at) => `A change of ${what} is prepared. The transaction that allows its hash was sent at ${at}.`,
  'needs-confirmation': (what) => `The hash of a change of ${what} is allowed. Its page confirms it.`,
  running: (what, at) => `A change of ${what} was sent at ${at} and accepted. It goes on without this page.`,
}

/**
 * What this browser has on record, for a page that cannot be shown: an error says nothing about the state of things, and a record does.
 * `cvmId` is the CVM of the page, `items` `null` when the records could not be read.
 */
export function recordedWords(items: readonly UnfinishedItem[] | null, cvmId: string | null): string {
  if (items === null) return 'It is not known here what was sent before. Look at the CVM’s operations before you send anything again.'
  const own = items.find((item) => item.cvmId === cvmId)
  if (own) return stands[own.kind](isolated(own.cvmName), formatExactTime(own.since))
  const underWay = items.filter(({ kind }) => kind !== 'draft')
  const [first, ...others] = underWay
  if (!first) return 'This browser has no update on record that is under way.'
  return others.length === 0
    ? stands[first.kind](isolated(first.cvmName), formatExactTime(first.since))
    : `${underWay.length} updates are on record as under way, and are listed under Unfinished.`
}
