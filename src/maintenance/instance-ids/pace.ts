import { restMs } from '@/runs/pace.ts'
import { ApiError } from '@/api/api-error.ts'
import type { Clock } from '@/lib/clock.ts'

/** How a request went wrong, as far as going on with a batch is concerned. */
export type Trouble =
  /** 429: not processed; wait. */
  | 'too-many-requests'
  /** 5xx: a read may be repeated, a write is uncertain. */
  | 'server-trouble'
  /** No answer: a read may be repeated, a write is uncertain. */
  | 'unreachable'
  /** Nothing of this kind will be answered until a person does something. */
  | 'signed-out'
  | 'session-changed'
  | 'not-permitted'
  | 'not-offered'
  | 'not-understood'
  /** These ids with these options are refused; others may be accepted. */
  | 'refused'

export function troubleOf(error: unknown): Trouble {
  if (!(error instanceof ApiError)) return 'not-understood'
  switch (error.kind) {
    case 'too-many-requests':
    case 'unreachable':
    case 'signed-out':
    case 'session-changed':
    case 'not-permitted':
    case 'not-offered':
    case 'not-understood':
    case 'server-trouble':
      return error.kind
    default:
      return error.status >= 500 ? 'server-trouble' : 'refused'
  }
}

export const isPassing = (trouble: Trouble) => trouble === 'too-many-requests' || trouble === 'server-trouble' || trouble === 'unreachable'

/** The server's own words where they say more than a status. */
export const wordsOf = (error: unknown) => (error instanceof Error && error.message !== '' ? error.message : 'The server gave no reason.')

/**
 * How many requests run at once, and when the next may start. Halves on trouble and waits as long as `Retry-After` says, else twice as
 * long each time; grows by one after as many good answers as there are places.
 */
export interface Pace {
  readonly limit: number
  readonly troublesInARow: number
  /** Until when the server asked for no request; `null` when it did not. */
  waitsUntil(): Date | null
  /** Milliseconds until the next request may start. */
  waitMs(): number
  answered(): void
  slowDown(error: unknown): void
}

export function createPace(maxAtOnce: number, clock: Clock): Pace {
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
