import { ApiError } from '@/api/api-error.ts'
import type { Clock } from '@/lib/clock.ts'
import { restMs } from '@/runs/pace.ts'

/**
 * How many requests run at once, and when the next may start. Halves on trouble and waits as long as `Retry-After` says, else twice as
 * long each time; grows by one after as many good answers as there are places.
 */
export interface BatchThrottle {
  readonly limit: number
  readonly troublesInARow: number
  /** Until when the server asked for no request; `null` when it did not. */
  waitsUntil(): Date | null
  /** Milliseconds until the next request may start. */
  waitMs(): number
  answered(): void
  slowDown(error: unknown): void
}

export function createBatchThrottle(maxAtOnce: number, clock: Clock): BatchThrottle {
  let limit = maxAtOnce
  let goodAnswers = 0
  let troubles = 0
  let notBefore = 0
  let isAsked = false
  return {
    get limit() {
      return limit
    },
    get troublesInARow() {
      return troubles
    },
    waitMs: () => Math.max(0, notBefore - clock.now().getTime()),
    waitsUntil: () => (isAsked && notBefore > clock.now().getTime() ? new Date(notBefore) : null),
    answered() {
      troubles = 0
      goodAnswers++
      if (goodAnswers >= limit && limit < maxAtOnce) {
        limit++
        goodAnswers = 0
      }
    },
    slowDown(error) {
      const asked = error instanceof ApiError ? error.retryAfterSeconds : null
      const wait = restMs(asked, troubles)
      isAsked = asked !== null
      troubles++
      goodAnswers = 0
      limit = Math.max(1, Math.floor(limit / 2))
      notBefore = Math.max(notBefore, clock.now().getTime() + wait)
    },
  }
}
