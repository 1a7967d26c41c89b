/** Waits between tries where the server named no time: 0.5, 1, 2 … 60 s. */
const firstMs = 500
const longestMs = 60_000

/** A wait that somebody is there to see. Beyond it the person decides when to try again, and is told from when on. */
export const longestWatchedMs = 120_000

/**
 * How long to wait before a request is made again that was turned away unread, in ms. What the server asked for (`Retry-After`, in seconds)
 * is obeyed however long it is; else each try waits twice as long as the one before, spread so that several tabs do not come back together.
 * `tries` counts from 0.
 */
export function restMs(askedSeconds: number | null, tries: number, random: () => number = Math.random): number {
  if (askedSeconds !== null) return askedSeconds * 1000
  return Math.min(longestMs, firstMs * 2 ** Math.min(tries, 10)) * (0.75 + random() / 2)
}
