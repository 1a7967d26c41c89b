import * as z from 'zod/mini'
import { factsOfCode } from '@/domain/failure-codes.ts'
import type { FailureKind } from '@/domain/failure.ts'
import { ApiError, type FieldError, isPageOfOthers, kindOfStatus } from '../api-error.ts'
import { plainErrorSchema, structuredErrorSchema, validationErrorSchema } from './error-body.ts'

const kindOf = (status: number, code: string | null): FailureKind => factsOfCode(code).kind ?? kindOfStatus(status)

/** `["body", "gpus", 0, "slot"]` → `gpus.0.slot`. */
const fieldOf = (loc: (string | number)[]) =>
  loc.filter((part, index) => index > 0 || !['body', 'query', 'path', 'header'].includes(String(part))).join('.')

/** Seconds from now on, whichever of its two forms the header has: seconds, or a date that is read by the answer's own clock. */
function retryAfter({ headers }: Response): number | null {
  const value = headers.get('retry-after')?.trim() ?? ''
  if (/^\d+$/.test(value)) return Number(value)
  const at = value.endsWith('GMT') ? Date.parse(value) : Number.NaN
  const answeredAt = Date.parse(headers.get('date') ?? '') || Date.now()
  return Number.isNaN(at) ? null : Math.max(0, (at - answeredAt) / 1000)
}

type Structured = z.output<typeof structuredErrorSchema>

/** Statuses whose details name a hash, a contract or a transaction instead of a field that was wrong. */
const namesWhatWasLookedAt = new Set([466, 467, 468])

/**
 * What a structured error says about single inputs. A detail may name a field without words, or have words and no field; an error without
 * details still leads to the field that its code speaks of.
 */
function detailErrors({ error_code, message, details }: Structured, status: number): FieldError[] {
  const found = (details ?? []).flatMap(({ field, message: words, value }): FieldError[] => {
    if (words) return [{ field: field ?? '', message: words }]
    if (!field) return []
    if (!namesWhatWasLookedAt.has(status)) return [{ field, message }]
    return typeof value === 'string' ? [{ field, message: value }] : []
  })
  const codeField = factsOfCode(error_code ?? null).field
  return codeField && !found.some(({ field }) => field === codeField) ? [{ field: codeField, message }, ...found] : found
}

/** Reads the three families of error bodies: structured (top level or under `detail`), validation, plain. */
export function errorFromResponse(response: Response, body: unknown, method: string): ApiError {
  const facts = {
    status: response.status,
    method,
    body,
    requestId: response.headers.get('x-request-id'),
    retryAfterSeconds: retryAfter(response),
  }
  if (isPageOfOthers(response)) {
    return new ApiError({ ...facts, kind: 'intercepted', message: 'A web page came in place of the API’s answer.' })
  }
  const nested = body !== null && typeof body === 'object' && 'detail' in body ? body.detail : undefined
  for (const candidate of [body, nested]) {
    const structured = z.safeParse(structuredErrorSchema, candidate)
    if (structured.success) {
      const { error_code, message, suggestions, request_id } = structured.data
      const code = error_code ?? null
      return new ApiError({
        ...facts,
        kind: kindOf(response.status, code),
        code,
        message,
        requestId: request_id ?? facts.requestId,
        suggestions: suggestions ?? [],
        fieldErrors: response.status === 465 ? [] : detailErrors(structured.data, response.status),
      })
    }
  }
  const validation = z.safeParse(validationErrorSchema, body)
  if (validation.success) {
    return new ApiError({
      ...facts,
      kind: 'invalid',
      message: 'The server refused a value.',
      fieldErrors: validation.data.detail.map(({ loc, msg }) => ({ field: fieldOf(loc), message: msg })),
    })
  }
  const plain = z.safeParse(plainErrorSchema, body)
  // The API says why a key may not do something. Whoever refuses without a word of it stands in between.
  if (!plain.success && (response.status === 401 || response.status === 403)) {
    return new ApiError({ ...facts, kind: 'intercepted', message: `Status ${response.status} came without the API’s answer.` })
  }
  return new ApiError({
    ...facts,
    kind: kindOf(response.status, null),
    message: plain.success ? plain.data.detail : `The server answered with status ${response.status}.`,
  })
}
