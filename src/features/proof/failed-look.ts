import { NotChecked } from './ask-worker.ts'

/** What went wrong when a proof was looked for, as a sentence. */
export const failedLookText = (error: unknown): string =>
  error instanceof NotChecked ? 'The evidence was read, but this browser could not check it.' : 'The attestation could not be read.'
