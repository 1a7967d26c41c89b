import { ApiError } from '../api-error.ts'

/**
 * For `catch` of a read that something can do without: `value` where the server has no such thing, does not offer it, or does not let this
 * key see it. Every other failure may pass, and is thrown on.
 */
export const whereAbsent =
  <Value>(value: Value) =>
  (error: unknown): Value => {
    if (error instanceof ApiError && ['not-found', 'not-offered', 'not-permitted'].includes(error.kind)) return value
    throw error
  }
