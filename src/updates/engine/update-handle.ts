import type { Operation } from '@/api/schemas/operation.ts'
import type { LookedAt } from './effects/look-ahead.ts'
import type { Journal } from './update-journal.ts'
import type { ChainTrouble, Failure, UpdateEvent, UpdateState } from './update-machine.ts'

/** What screens get of the update of one CVM: the state, and a way to report what happened. */
export interface UpdateHandle {
  state: UpdateState
  /**
   * Returns the state that follows, so that a caller can tell whether its event counted: the wallet is asked only when `asking` led to
   * `prompting` with its own attempt. By the time it returns, what must survive a reload is saved.
   */
  send: (event: UpdateEvent) => UpdateState
  /**
   * Asks at once for what a request that is about to be made will need, beside the page's own look at the server, so that neither the
   * request nor the signature waits for it. Whatever of it fails is asked for again then.
   */
  lookAhead: (look: LookedAt) => void
  /** Until the journal was read and the facts were asked for, `state` is not to be trusted. */
  isRecovering: boolean
  /** Another tab drives this update; this one only follows. */
  isFollowing: boolean
  /** Makes this tab the driver, after asking the chain and the API what is true. */
  takeOver: () => void
  /** One sentence about something that had to be dropped or cannot be kept, such as an unreadable record or blocked storage. */
  notice: string | null
  /** What stood in the way the last time the chain was asked; it is asked again by itself. */
  chainTrouble: ChainTrouble | null
  /** The API could not be read the last time it was asked; it is asked again by itself. `signed-out` needs a key first. */
  apiTrouble: Failure | null
  /** What is on record about this update in this browser; `null` before Apply. */
  record: Journal | null
  /** The record of the running or ended operation, as last read. */
  operation: Operation | null
}
