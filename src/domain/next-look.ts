interface Looked {
  error: unknown
  /** When it failed, in ms as `Date.now()` counts. */
  errorUpdatedAt: number
}

/** Ms until a read may be made again: as usual, and not before the time that the server asked to wait for (`Retry-After`). */
export function nextLookMs(usualMs: number, { error, errorUpdatedAt }: Looked, now = Date.now()): number {
  const asked = askedSeconds(error)
  return asked === null ? usualMs : Math.max(usualMs, errorUpdatedAt + asked * 1000 - now)
}

/** For how long a failed request asked to wait (`Retry-After`), in seconds; `null` where it did not. */
export function askedSeconds(error: unknown): number | null {
  const asked = error !== null && typeof error === 'object' && 'retryAfterSeconds' in error ? error.retryAfterSeconds : null
  return typeof asked === 'number' ? asked : null
}
