/**
 * Whether the API has refused this session's key. Set by any request that is answered with 401, ended by a key that is accepted.
 * The page stays as it is meanwhile: nothing typed is lost, and whoever waits goes on with the same step.
 */
let isSignedOut = false
let acceptedAt = -1
const listeners = new Set<() => void>()
const waiting = new Set<() => void>()

const notify = () => {
  for (const listener of listeners) listener()
}

export const signedOut = {
  subscribe: (listener: () => void) => {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  },
  snapshot: () => isSignedOut,

  /** A request sent at this `performance.now()` was refused with 401. One that was sent before the present key says nothing about it. */
  report(sentAt: number) {
    if (isSignedOut || sentAt < acceptedAt) return
    isSignedOut = true
    notify()
  },

  /** A key was accepted, or the person left for the sign-in page. */
  end() {
    isSignedOut = false
    acceptedAt = performance.now()
    for (const resolve of waiting) resolve()
    waiting.clear()
    notify()
  },

  /** Resolves once a key is accepted, at once when none is missing. Then the same step can be repeated. */
  untilKeyAccepted: () => (isSignedOut ? new Promise<void>((resolve) => waiting.add(resolve)) : Promise.resolve()),
}
