import type { FailureKind } from '@/domain/failure.ts'

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

/** What kind of failure a status alone tells. */
export const kindOfStatus = (status: number): FailureKind => kinds[status] ?? (status >= 500 ? 'server-trouble' : 'refused')

/** The API sends no web pages. Servers in trouble have theirs sent by what stands before them, which their status tells. */
export const isPageOfOthers = ({ status, headers }: Response) => status < 500 && (headers.get('content-type')?.includes('html') ?? false)

const passing: ReadonlySet<FailureKind> = new Set(['unreachable', 'server-trouble', 'too-many-requests'])

/** Whether asking again later may be answered; what was refused stays refused. */
export const mayPass = (error: unknown) => error instanceof ApiError && passing.has(error.kind)
