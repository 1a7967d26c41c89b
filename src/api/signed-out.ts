import { sessionBeganAt, sessionState } from '@/lib/session-state.ts'
import { createStore } from '@/lib/store.ts'
import { sessionChanged } from './session/session-changed.ts'

const state = sessionState(() => ({ isRefused: createStore(false), acceptedAt: sessionBeganAt(), wasEnded: false }))
const subscribe = (listener: () => void) => state().isRefused.subscribe(listener)
const snapshot = () => state().isRefused.snapshot()

/** Of either: whether a key is missing, and whether the session is another's. */
const nextChange = () =>
  new Promise<void>((resolve) => {
    const stops = [subscribe, sessionChanged.subscribe].map((listen) =>
      listen(() => {
        for (const stop of stops) stop()
        resolve()
      }),
    )
  })

/**
 * Whether the API has refused this session's key. Set by any request that is answered with 401, ended by a key that is accepted.
 * The page stays as it is meanwhile: nothing typed is lost, and whoever waits goes on with the same step.
 */
export const signedOut = {
  subscribe,
  snapshot,

  /** The session itself is over, by signing out in another tab or by its age; otherwise its key was refused. */
  wasEnded: () => state().wasEnded,

  /**
   * A request sent at this `performance.now()` was refused with 401. One that was sent before the present key says nothing about it.
   * `isEnded`: not the key was refused, but there is no session any more.
   */
  report(sentAt: number, isEnded = false) {
    if (sentAt < state().acceptedAt || snapshot()) return
    state().wasEnded = isEnded
    state().isRefused.set(true)
  },

  /** A key was accepted, or the person left for the sign-in page. */
  end() {
    state().acceptedAt = performance.now()
    state().isRefused.set(false)
  },

  /**
   * Resolves once a key is accepted and this page speaks for whom it was opened, at once when neither is missing. Then the same step can be
   * repeated, after a refusal of kind `signed-out` as well as `session-changed`.
   */
  async untilKeyAccepted() {
    while (snapshot() || sessionChanged.snapshot()) await nextChange()
  },
}
