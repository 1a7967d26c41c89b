import { formatNumber } from '@/lib/numbers.ts'
import type { SignNote, Ticket } from './update-machine.ts'

interface NoteWords {
  title: string
  text: string
  isTrouble: boolean
}

/** Why a signature is asked for again. Saying no is a choice, not an error. */
const noteWords: Record<SignNote, NoteWords> = {
  rejected: {
    title: 'You declined in the wallet.',
    text: 'Nothing was sent, and the prepared update is kept. Sign whenever you are ready.',
    isTrouble: false,
  },
  reverted: {
    title: 'The transaction was mined, but the contract refused it.',
    text: 'Its fee is spent; the hash is not registered. The running version is untouched. Check that the signing account owns the contract.',
    isTrouble: true,
  },
  'out-of-gas': {
    title: 'The transaction ran out of gas.',
    text: 'Its gas limit was used up before the contract was done, so the hash is not registered; its fee is spent. The running version is untouched. Sign again with the limit that your wallet suggests, or a higher one.',
    isTrouble: true,
  },
  cancelled: {
    title: 'The transaction was replaced by another one.',
    text: 'The wallet sent something else in its place, so the hash is not registered. The running version is untouched.',
    isTrouble: true,
  },
  withdrawn: {
    title: 'The contract announced the hash, and does not allow it.',
    text: 'The transaction did what it should: its receipt says so. The hash was removed again right away, or the nodes that were asked still disagree after a minute. Ask whoever else signs for the contract before you sign once more.',
    isTrouble: true,
  },
  dropped: {
    title: 'The network no longer knows the transaction.',
    text: 'It was not mined and its place is free. If another node still has it, it counts: the contract is watched.',
    isTrouble: true,
  },
  unknown: {
    title: 'The transaction has not arrived at the node that is asked.',
    text: 'The wallet named it, and the node has never seen it. Look at the activity in your wallet: it may still be sent, and then it counts. The contract is watched.',
    isTrouble: true,
  },
  reorganised: {
    title: 'The chain was reorganised and no longer holds the registration.',
    text: 'Nothing was confirmed because of it. Sign once more to register the hash again.',
    isTrouble: true,
  },
  'allowed-without-transaction': {
    title: 'The contract allows this hash already.',
    text: 'Phala Cloud also asks for the transaction that allowed it, and none was found. Signing once more changes nothing on the contract and provides one.',
    isTrouble: false,
  },
}

/**
 * The words for a note, with how far the transaction was looked for where that was not all the way. A manifest that was sent whole is put to
 * use without one.
 */
export function wordsFor(note: SignNote, { isWholeManifest }: Pick<Ticket, 'isWholeManifest'> = {}, searchedBackTo?: string): NoteWords {
  const words = noteWords[note]
  if (note !== 'allowed-without-transaction') return words
  if (isWholeManifest) return { ...words, text: 'No signature is needed any more. Go back to the review and apply again.' }
  if (searchedBackTo === undefined) return words
  const block = formatNumber(Number(searchedBackTo))
  return {
    ...words,
    text: `Phala Cloud also asks for the transaction that allowed it. Its logs could be searched back to block ${block}, and none was found there. Signing once more changes nothing on the contract and provides one.`,
  }
}
