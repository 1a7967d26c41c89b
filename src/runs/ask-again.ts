import { askedSeconds } from '@/domain/next-look.ts'
import type { Clock } from '@/lib/clock.ts'
import { restMs } from './pace.ts'
import type { SharedRest } from './shared-rest.ts'

export interface AskAgain {
  clock: Clock
  /** Ends a wait at once: the promise rejects with its reason, and nothing is asked any more. */
  signal: AbortSignal
  /** Whether a failure says that nothing was done, or that asking once more does no harm. */
  mayRepeat: (error: unknown) => boolean
  /** How often it is asked in all. */
  tries: number
  /** A longer wait is left to the person: the failure is thrown, and says until when. */
  longestMs: number
  /** How long to wait where the server named no time, in ms; `tries` counts from 0. As `restMs` says unless told otherwise. */
  usualMs?: (tries: number) => number
  /** Told until when it waits and why, before each wait. */
  waiting: (until: Date, error: unknown) => void
  /** What this request shares with others of its run. */
  rest?: SharedRest
  /** Told when a shared wait is over, before the request goes out. */
  goingOn?: () => void
}

/**
 * The one rule for a request that is made again after it was turned away: it waits for as long as the server asked (`Retry-After`), else
 * longer each time, says until when, and asks nothing meanwhile. Rejects with the last failure when it is not worth another try, whether or
 * not it was stopped meanwhile: a write whose answer was lost has to be known as such.
 */
export async function askAgain<Answer>(ask: () => Promise<Answer>, rules: AskAgain): Promise<Answer> {
  const { clock, signal, mayRepeat, tries, longestMs, usualMs, waiting, rest, goingOn = () => {} } = rules
  for (let failures = 0; ; failures++) {
    if (await rest?.sitOut(signal, waiting)) goingOn()
    try {
      return await ask()
    } catch (error) {
      if (failures + 1 >= tries || !mayRepeat(error)) throw error
      signal.throwIfAborted()
      const asked = askedSeconds(error)
      const ms = asked === null && usualMs ? usualMs(failures) : restMs(asked, failures)
      if (ms > longestMs) throw error
      if (rest?.takes(error, ms)) continue
      waiting(new Date(clock.now().getTime() + ms), error)
      await clock.wait(ms, signal)
    }
  }
}
