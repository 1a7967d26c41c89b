import { isInTransition } from './cvm-status.ts'

/** The API's own minimum for watching one CVM. */
export const fastPollMs = 2_000
export const slowPollMs = 30_000

/** Fast only while something is changing. */
export const pollDelay = (cvm: { status: string; inProgress: boolean } | undefined) =>
  cvm && isInTransition(cvm) ? fastPollMs : slowPollMs
