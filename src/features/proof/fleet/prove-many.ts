import type { Gathered } from '@/features/proof/gather-proof.ts'
import { outcomeOf, outcomes, verdictText } from '@/features/proof/chain/proof-texts.ts'
import { failedLookText } from '@/features/proof/failed-look.ts'
import type { Proved } from './proved.ts'

/** How many CVMs are asked for at once: each brings a worker along. */
const atOnce = 3

/**
 * Proves one after another, a few at once. `tell` hears of each as it is known. What cannot be read is unknown, and keeps no other from being
 * proved. Ends early when the signal is aborted.
 */
export async function proveMany<Item>(
  items: readonly Item[],
  prove: (item: Item) => Promise<Gathered>,
  tell: (item: Item, proved: Proved) => void,
  signal: AbortSignal,
): Promise<void> {
  const waiting = [...items]
  const worker = async () => {
    for (let item = waiting.shift(); item !== undefined && !signal.aborted; item = waiting.shift()) {
      // oxlint-disable-next-line no-await-in-loop -- a few at once, one after another in each
      const proved = await prove(item).then(summaryOf, couldNotBeRead)
      if (!signal.aborted) tell(item, proved)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
}

function summaryOf(gathered: Gathered): Proved {
  if ('unreadable' in gathered) return { ...outcomes.fails, text: gathered.unreadable, root: null, at: Date.now() }
  const { links, isSandboxRoot, checkedAt } = gathered.proof
  const hasRoot = links.some(({ id, state }) => id === 'quote' && state === 'holds')
  const text = verdictText(gathered.proof, gathered.isPast)
  return { ...outcomeOf(gathered.proof), text, root: hasRoot ? (isSandboxRoot ? 'sandbox' : 'intel') : null, at: checkedAt }
}

const couldNotBeRead = (error: unknown): Proved => ({
  ...outcomes.unknown,
  text: failedLookText(error),
  root: null,
  at: Date.now(),
})
