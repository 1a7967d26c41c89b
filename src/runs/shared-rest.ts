import type { Clock } from '@/lib/clock.ts'

/** What the requests of one run share: once the server has asked one of them to wait, none goes out before that is over. */
export interface SharedRest {
  /** Whether this failure is a reason for all of them to wait; then they wait for `ms` from now on, or longer if they were told so before. */
  takes: (error: unknown, ms: number) => boolean
  /**
   * Resolves once nobody has to wait, to whether anybody had to. Tells until when and why before each wait; rejects with the signal's
   * reason as soon as it is aborted meanwhile.
   */
  sitOut: (signal: AbortSignal, waiting: (until: Date, error: unknown) => void) => Promise<boolean>
}

export function createSharedRest(clock: Clock, isForAll: (error: unknown) => boolean): SharedRest {
  /** In ms since 1970. */
  let until = 0
  let why: unknown = null
  const now = () => clock.now().getTime()
  return {
    takes(error, ms) {
      if (!isForAll(error)) return false
      if (now() + ms > until) {
        until = now() + ms
        why = error
      }
      return true
    },
    async sitOut(signal, waiting) {
      let hasWaited = false
      while (until > now()) {
        hasWaited = true
        waiting(new Date(until), why)
        // oxlint-disable-next-line no-await-in-loop -- another request may have been told to wait longer
        await clock.wait(until - now(), signal)
      }
      return hasWaited
    },
  }
}
