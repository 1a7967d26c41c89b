import { isInTransition } from './cvm-status.ts'

/** Short enough that no step of an update is missed. */
export const fastPollMs = 2_000
export const slowPollMs = 30_000

/** Fast only while something is changing. */
export const pollDelay = (cvm: { status: string; inProgress: boolean } | undefined) =>
  cvm && isInTransition(cvm) ? fastPollMs : slowPollMs

interface Looked {
  error: unknown
  /** When it failed, in ms as `Date.now()` counts. */
  errorUpdatedAt: number
}

/** Ms until a read may be made again: as usual, and not before the time that the server asked to wait for (`Retry-After`). */
export function nextLookMs(usualMs: number, { error, errorUpdatedAt }: Looked, now = Date.now()): number {
  const asked = error !== null && typeof error === 'object' && 'retryAfterSeconds' in error ? error.retryAfterSeconds : null
  return typeof asked === 'number' ? Math.max(usualMs, errorUpdatedAt + asked * 1000 - now) : usualMs
}
