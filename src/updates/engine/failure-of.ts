import { ApiError } from '@/api/api-error.ts'
import type { Failure } from './update-machine.ts'

/** A failed call in the terms of the catalogue of texts. Anything that is no `ApiError` is a mistake of ours and is thrown on. */
export function failureOf(error: unknown): Failure {
  if (!(error instanceof ApiError)) throw error
  const { kind, message, code, requestId, fieldErrors, suggestions, waitUntil } = error
  return {
    kind,
    message,
    code,
    requestId,
    fieldErrors,
    ...(suggestions.length > 0 ? { suggestions } : {}),
    ...(waitUntil ? { notBefore: waitUntil.toISOString() } : {}),
  }
}

/** The request may have been processed although the answer says nothing of use. A 465 or a 501 was answered by something that did nothing. */
export const mayHaveBeenProcessed = (error: unknown) =>
  error instanceof ApiError && error.isUncertain && error.status !== 465 && error.kind !== 'not-offered'
