import type { Query } from '@tanstack/react-query'
import { nextLookMs } from '@/domain/next-look.ts'

/** What a route asked for before its page was there is as new as the page, in ms. */
const justReadMs = 5_000

/**
 * `refetchOnMount` of a page that must not begin with an older copy: it asks on arrival, but not again for what its route has just read, and
 * not a server that asked to wait.
 */
export function newOnArrival({ state }: Pick<Query, 'state'>): 'always' | false {
  // Of what seems to come from the future nobody knows how old it is: the computer's clock was set back.
  const isJustRead = !state.isInvalidated && Math.abs(Date.now() - state.dataUpdatedAt) < justReadMs
  return !isJustRead && nextLookMs(0, state) <= 0 ? 'always' : false
}
