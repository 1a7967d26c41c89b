import * as z from 'zod/mini'
import type { FailureKind } from '@/domain/failure.ts'
import { factsOfCode } from '@/domain/failure-codes.ts'
import { plainErrorSchema, structuredErrorSchema, validationErrorSchema } from './schemas/error-body.ts'

/** A refusal of one input: `field` is the request's field name, '' when the server named none. */
export interface FieldError {
  field: string
  message: string
}

interface ApiErrorFacts {
  kind: FailureKind
  /** HTTP status; 0 when no answer came. */
  status: number
  /** The server's own words, or ours when it had none. */
  message: string
  method: string
  code?: string | null
  requestId?: string | null
  fieldErrors?: FieldError[]
  suggestions?: string[]
  /** From `Retry-After`, in seconds. */
  retryAfterSeconds?: number | null
  /** The parsed body, kept for the few callers that read more of it, such as a 465. Never shown as it is. */
  body?: unknown
  cause?: unknown
}

/** Everything that can go wrong with a call, told apart by status and code and never by text. */
export class ApiError extends Error {
  override name = 'ApiError'
  readonly kind: FailureKind
  readonly status: number
  readonly method: string
  readonly code: string | null
  readonly requestId: string | null
  readonly fieldErrors: FieldError[]
  readonly suggestions: string[]
  readonly retryAfterSeconds: number | null
  /** The same as a moment of this computer. */
  readonly waitUntil: Date | null
  readonly body: unknown

  constructor(facts: ApiErrorFacts) {
    super(facts.message, { cause: facts.cause })
    this.kind = facts.kind
    this.status = facts.status
    this.method = facts.method
    this.code = facts.code ?? null
    this.requestId = facts.requestId ?? null
    this.fieldErrors = facts.fieldErrors ?? []
    this.suggestions = facts.suggestions ?? []
    this.retryAfterSeconds = facts.retryAfterSeconds ?? null
    this.waitUntil = this.retryAfterSeconds === null ? null : new Date(Date.now() + this.retryAfterSeconds * 1000)
    this.body = facts.body
  }

  /** A write that may have been processed although no usable answer came: it is looked up, never blindly repeated. */
  get isUncertain(): boolean {
    if (this.method === 'GET' || this.kind === 'refused') return false
    return this.status === 0 || this.status >= 500 || this.kind === 'not-understood' || this.kind === 'intercepted'
  }
}

const kinds: Record<number, FailureKind> = {
  400: 'refused',
  401: 'signed-out',
  403: 'not-permitted',
  404: 'not-found',
  409: 'busy',
  413: 'too-large',
  422: 'invalid',
  429: 'too-many-requests',
  465: 'hash-required',
  466: 'hash-expired',
  467: 'transaction-unverified',
  468: 'hash-not-allowed',
  501: 'not-offered',
}

function kindOf(status: number, code: string | null): FailureKind {
  return factsOfCode(code).kind ?? kinds[status] ?? (status >= 500 ? 'server-trouble' : 'refused')
}

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

/** The API sends no web pages. Servers in trouble have theirs sent by what stands before them, which their status tells. */
export const isPageOfOthers = ({ status, headers }: Response) =>
  status < 500 && (headers.get('content-type')?.startsWith('text/html') ?? false)

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
  return new ApiError({
    ...facts,
    kind: kindOf(response.status, null),
    message: plain.success ? plain.data.detail : `The server answered with status ${response.status}.`,
  })
}

const passing: ReadonlySet<FailureKind> = new Set(['unreachable', 'server-trouble', 'too-many-requests'])

/** Whether asking again later may be answered; what was refused stays refused. */
export const mayPass = (error: unknown) => error instanceof ApiError && passing.has(error.kind)
