import type { SeenRequest } from './page-session.ts'

/** How far the server's clock is ahead of this computer's: somewhere from `leastMs` to `mostMs`; negative when it is behind. */
export interface ClockOffset {
  leastMs: number
  mostMs: number
}

/**
 * What time it is for the server. Times that the server wrote can only be compared with times of this computer through it: computers are
 * wrong by seconds, hours and sometimes years.
 */
export interface ServerClock {
  /** Learns from one answer. Answers without a usable date, and those that no server behind the gateway gave, teach nothing. */
  learn(seen: Pick<SeenRequest, 'status' | 'startedAt' | 'durationMs' | 'serverDate'>): void
  /** `null` until an answer told it: then nothing may be concluded from a comparison. */
  offset(): ClockOffset | null
  /** A time of this computer (ms since 1970) as the server's, as the earliest and the latest that it can have been; `null` while unknown. */
  toServer(localMs: number): { earliest: number; latest: number } | null
}

/** `Date` is written in whole seconds, rounded down. */
const dateStepMs = 1000

/** Knows nothing at first. Each answer narrows the offset; one that contradicts the former ones means that a clock was set, and stands alone. */
export function createServerClock(): ServerClock {
  let known: ClockOffset | null = null
  return {
    learn({ status, startedAt, durationMs, serverDate }) {
      const written = serverDate === null ? Number.NaN : Date.parse(serverDate)
      // The gateway's own refusals carry the gateway's time.
      if (Number.isNaN(written) || status < 200 || status > 299) return
      // It was written after the request began and before the answer was there.
      const fresh = { leastMs: written - (startedAt + durationMs), mostMs: written + dateStepMs - startedAt }
      const both = known && { leastMs: Math.max(known.leastMs, fresh.leastMs), mostMs: Math.min(known.mostMs, fresh.mostMs) }
      known = both && both.leastMs <= both.mostMs ? both : fresh
    },
    offset: () => known,
    toServer: (localMs) => known && { earliest: localMs + known.leastMs, latest: localMs + known.mostMs },
  }
}
