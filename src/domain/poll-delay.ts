import { isInTransition } from './cvm-status.ts'

/** Short enough that no step of an update is missed. */
export const fastPollMs = 2_000
export const slowPollMs = 30_000

/** Fast only while something is changing. */
export const pollDelay = (cvm: { status: string; inProgress: boolean | null } | undefined) =>
  cvm && isInTransition(cvm) ? fastPollMs : slowPollMs
