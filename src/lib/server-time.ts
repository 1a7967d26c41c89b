import { sessionState } from './session-state.ts'
import { createStore } from './store.ts'

/** Below it, what looks like a difference may be the way of an answer; and no age that is told to a person depends on it. */
const leastMs = 60_000

const ahead = sessionState(() => createStore(0))

/**
 * How far the server's clock is ahead of this computer's, in ms, negative when it is behind; 0 where they agree within a minute, or where
 * no answer has told yet. Ages of what the server dated are told by it: computers are wrong by hours, and sometimes by years.
 */
export const serverAhead = {
  subscribe: (listener: () => void) => ahead().subscribe(listener),
  snapshot: () => ahead().snapshot(),
  /** What the answers have told so far. Small corrections change nothing that is shown. */
  learn({ leastMs: from, mostMs: to }: { leastMs: number; mostMs: number }) {
    // As little as the answers allow: a slow one alone must not make a clock wrong.
    const offsetMs = from > 0 ? from : to < 0 ? to : 0
    const next = Math.abs(offsetMs) < leastMs ? 0 : offsetMs
    if (next === 0 || Math.abs(next - ahead().snapshot()) > 2_000) ahead().set(next)
  },
}
