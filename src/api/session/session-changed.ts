import { sessionState } from '@/lib/session-state.ts'
import { createStore } from '@/lib/store.ts'
import { pageSession } from './page-session.ts'

const state = sessionState(() => createStore(false))

/**
 * Whether this browser's session has become another one than this page speaks for: somebody signed in with another key in another tab. The
 * gateway then sends nothing on. The page stays as it is until the person chooses as whom to go on.
 */
export const sessionChanged = {
  subscribe: (listener: () => void) => state().subscribe(listener),
  snapshot: () => state().snapshot(),
  /** A request with this mark was refused. One that was sent before the page took another mark says nothing about the present one. */
  report(sentMark: string | null) {
    if (sentMark === pageSession.mark()) state().set(true)
  },
  /** The page speaks for the present session again. */
  end: () => state().set(false),
}
