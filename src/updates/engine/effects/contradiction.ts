import type { ChainTrouble } from '../update-machine.ts'
import type { ChainTools } from './effect-tools.ts'

export const nodesDisagree: ChainTrouble = {
  title: 'The chain contradicts itself at the moment.',
  text: 'The transaction’s receipt registers the hash, and the contract does not list it: two nodes may have answered. If it stays so for a minute, it is taken as true. Sign nothing meanwhile.',
}

export const registrationGone: ChainTrouble = {
  title: 'The chain does not show the registration at the moment.',
  text: 'Neither the transaction nor the contract’s list holds it. It is looked at again before anything is sent.',
}

/** Counts how long looks have found the same contradiction: since when it is on record, or since the first look of this page. */
export function contradiction({ clock, pace }: ChainTools['world'], recordedSince: string | undefined) {
  let looks = 0
  let since = recordedSince ?? null
  return {
    since: () => since,
    /** Whether it has lasted for long enough to be believed, seen by several looks in a row. */
    seen(): boolean {
      const now = clock.now().getTime()
      // A clock that was set back would make it last for ever.
      if (since === null || Date.parse(since) > now) since = new Date(now).toISOString()
      looks += 1
      return looks >= pace.looksUntilBelieved && now - Date.parse(since) >= pace.contradictionMs
    },
    ended() {
      looks = 0
      since = null
    },
  }
}
