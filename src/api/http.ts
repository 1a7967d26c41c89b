import * as z from 'zod/mini'
import { ApiError, isPageOfOthers, kindOfStatus } from './api-error.ts'
import type * as errors from './reading/read-error.ts'
import type { EndpointRow, PageEndpoint, PathNames } from './endpoints.ts'
import { takeFirstAnswer, untilThere } from './first/first-answers.ts'
import { type Page, pageSession } from './session/page-session.ts'
import { apiVersions, requestHeaders } from './session/request-headers.ts'
import { sessionChanged } from './session/session-changed.ts'
import { signedOut } from './signed-out.ts'
import { writeRefusals } from './session/write-refusals.ts'

// zod's fast path compiles functions, which the content security policy forbids.
z.config({ jitless: true })

/** Since this version a KMS says with which key it signs, and can be named by its kind. */
const kmsVersion = '2026-06-23'

export interface RequestOptions {
  /** Appended as `?name=value`. */
  query?: Record<string, string | number>
  /** Sent as JSON. */
  body?: unknown
  headers?: Record<string, string>
  /** A version other than the usual one, for what only an older shape has. */
  version?: string
  /** For what brings its own credential: the session's key is left out, so that a bad one cannot stand in the way. */
  withoutSession?: boolean
  /** Asks in the name of this session's mark instead of the page's own. */
  asSession?: string
  signal?: AbortSignal | undefined
}

/** One value for each name in the braces of the path; without braces there is nothing to give. */
export type Options<Route extends string> = [PathNames<Route>] extends [never]
  ? [options?: RequestOptions]
  : [options: RequestOptions & { path: Record<PathNames<Route>, string> }]

export type AnyOptions = RequestOptions & { path?: Record<string, string> }

/** A request under way: what its answer is understood with. */
export interface Asked {
  /** The page that asks. Once it has ended, nobody hears what came of it. */
  page: Page
  route: PageEndpoint
  method: string
  mark: string | null
  /** `Date.now()` and `performance.now()` at its start. */
  startedAt: number
  sentAt: number
  /** `performance.now()` when its answer was there, where that was before it ends. */
  answeredAt: number | null
  /** Tells whoever watches this page's requests how it ended. */
  end(response: Response | null, correlationId?: string | null): void
}

let errorReading: Promise<typeof errors | null> | null = null
/** What reads a refusal; asked for again where it could not be loaded. */
const loadErrorReading = () =>
  (errorReading ??= import('./reading/read-error.ts').catch(() => {
    errorReading = null
    return null
  }))

export function ask(route: PageEndpoint, { withoutSession, asSession }: AnyOptions): Asked {
  const page = pageSession.current()
  const method = route.slice(0, route.indexOf(' '))
  // A write is refused often enough for that to come along; otherwise it loads with the first error.
  if (method !== 'GET' && route.includes('/api/')) void loadErrorReading()
  const asked: Asked = {
    page,
    route,
    method,
    mark: withoutSession ? null : (asSession ?? page.mark()),
    startedAt: Date.now(),
    sentAt: performance.now(),
    answeredAt: null,
    end: (response, correlationId = null) =>
      page.saw({
        route,
        status: response?.status ?? 0,
        requestId: response?.headers.get('x-request-id') ?? null,
        correlationId,
        startedAt: asked.startedAt,
        durationMs: (asked.answeredAt ?? performance.now()) - asked.sentAt,
        serverDate: response?.headers.get('date') ?? null,
      }),
  }
  return asked
}

/** The address of a route with every part encoded: an id is opaque and may hold anything. */
function addressOf(route: PageEndpoint, { path, query }: AnyOptions): string {
  const template = route.slice(route.indexOf(' ') + 1)
  const filled = template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(path![name]!)) // its type names every part
  return query ? `${filled}?${new URLSearchParams(query as Record<string, string>)}` : filled
}

/**
 * One request to the console's own origin. Resolves with the response whatever its status.
 * Throws `ApiError` of kind `unreachable` when no answer came; whether a write was processed is then unknown.
 */
async function send(asked: Asked, options: AnyOptions & { version: string }): Promise<Response> {
  const { body, headers, signal, version, withoutSession } = options
  const { method, mark, route } = asked
  const address = addressOf(route, options)
  try {
    const first = method === 'GET' && !headers && !signal?.aborted ? takeFirstAnswer(address, mark, version) : null
    const answer = first && (await untilThere(first, signal))
    if (answer) {
      const { startedAt, sentAt, answeredAt } = first
      Object.assign(asked, { startedAt, sentAt, answeredAt })
      return answer
    }
    return await fetch(address, {
      method,
      headers: {
        ...requestHeaders(version, mark),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      credentials: withoutSession ? 'omit' : 'same-origin',
      ...(signal ? { signal } : {}),
    })
  } catch (error) {
    if (signal?.aborted) throw error
    const code = isOffline() ? 'BROWSER_OFFLINE' : null
    throw new ApiError({ kind: 'unreachable', status: 0, message: 'No answer came.', method, code, cause: error })
  }
}

/** The version that everything without one of its own is asked for. */
export const usualVersion = (page: Page) => (page.answered() === 'older' ? apiVersions.older : apiVersions.first)

/** The versions in which a read of `route` can be asked for, the best first. A session begins with reads, so no write has to try. */
function versionsFor({ page, route }: Asked): string[] {
  const usual = usualVersion(page)
  if (usual === apiVersions.older) return [usual]
  return [...(route.includes('/kms/{') ? [kmsVersion] : []), usual, ...(page.answered() ? [] : [apiVersions.older])]
}

/**
 * `send`, and for a read whose version may have been refused the same once more with the next one. Only an answer to that proves that it was
 * the version.
 */
export async function sendInKnownVersion(asked: Asked, options: AnyOptions): Promise<{ response: Response; version: string }> {
  const { page, route, method } = asked
  const isOpen = options.version === undefined && route.includes('/api/')
  const versions = isOpen ? versionsFor(asked) : [options.version ?? apiVersions.first]
  let refused: { response: Response; version: string } | null = null
  for (const version of versions) {
    // oxlint-disable-next-line no-await-in-loop -- each only after the one before was refused
    const response = await send(asked, { ...options, version }).catch((error: unknown) => {
      if (refused) return null
      asked.end(null)
      throw error
    })
    if (response?.ok) {
      // What was learnt first stays; a page of somebody in between teaches nothing.
      if (isOpen && version !== kmsVersion && page.answered() === null && !isPageOfOthers(response))
        page.hasAnswered(version === apiVersions.first ? 'first' : 'older')
      return { response, version }
    }
    if (response) refused ??= { response, version }
    if (method !== 'GET' || !response || ![400, 406, 422].includes(response.status)) break
    // Another request was answered in this version meanwhile: then the refusal is about something else.
    if (version === apiVersions.first && page.answered() === 'first') break
  }
  return refused! // the first one was answered
}

/** Only asked after a request had no answer: a gateway on this machine answers without a network. */
const isOffline = () => 'navigator' in globalThis && 'onLine' in navigator && !navigator.onLine

/** The body as JSON, and as text where it is none. */
async function readBody(response: Response, method: string): Promise<unknown> {
  const text = await response.text().catch((cause: unknown) => {
    if (!response.ok) return '' // the status says enough
    throw new ApiError({ kind: 'not-understood', status: response.status, message: 'The answer was cut off.', method, cause })
  })
  try {
    return text === '' ? null : JSON.parse(text)
  } catch {
    return response.ok ? text : null
  }
}

/** Where what reads an error cannot be loaded, the status alone says what happened. */
async function errorOf(response: Response, body: unknown, method: string): Promise<ApiError> {
  const reading = await loadErrorReading()
  if (reading) return reading.errorFromResponse(response, body, method)
  const { status } = response
  const kind = isPageOfOthers(response) ? 'intercepted' : kindOfStatus(status)
  return new ApiError({ kind, status, method, body, message: `Status ${status}` })
}

/** A refused key is reported once for the whole page. Sign-in speaks for itself, and who one is matters to nothing but the page's frame. */
export async function refusal(asked: Asked, response: Response, path?: Record<string, string>): Promise<ApiError> {
  asked.end(response)
  const { page, route, method, mark, sentAt } = asked
  const body = await readBody(response, method)
  const error = await errorOf(response, body, method)
  if (error.kind === 'session-changed') sessionChanged.report(mark)
  if (error.kind === 'signed-out' && route.includes('/api/') && !route.endsWith('/auth/me'))
    signedOut.report(sentAt, error.code === 'SESSION_ENDED')
  if (error.kind === 'not-permitted' && page === pageSession.current()) writeRefusals.report(route, path)
  return error
}

/**
 * A request whose answer is parsed by `schema`. `route` is a row of the table of endpoints that a page may ask for. Throws `ApiError` for
 * any non-2xx status (its `kind` says what to do) and for an answer that the schema does not understand.
 */
export async function requestJson<Route extends PageEndpoint<JsonAnswer>, Schema extends z.core.$ZodType>(
  route: Route,
  schema: Schema,
  ...[options = {}]: Options<Route>
): Promise<z.output<Schema>> {
  const asked = ask(route, options)
  const { method } = asked
  const { response, version } = await sendInKnownVersion(asked, options)
  const { path } = options as AnyOptions
  if (!response.ok || isPageOfOthers(response)) throw await refusal(asked, response, path)
  const body = await readBody(response, method).catch((error: unknown) => {
    asked.end(response)
    throw error
  })
  asked.end(response, correlationOf(body))
  const parsed = z.safeParse(schema, body)
  const answer = { route, version, about: path?.['cvm_id'] ?? path?.['app_id'] ?? path?.['kms_id'] ?? null, schema, body, misread: [] }
  if (parsed.success) {
    asked.page.read(answer)
    return parsed.data
  }
  // Rare, and then everything that can be read of it still is.
  const reading = await import('./reading/read-answer.ts').catch(() => null)
  const again = reading?.readAnswer(schema, body)
  if (again) asked.page.read({ ...answer, ...again })
  if (again?.data !== undefined) return again.data
  throw new ApiError({
    kind: 'not-understood',
    status: response.status,
    message: again?.message ?? 'The answer has an unknown format.',
    method,
    requestId: response.headers.get('x-request-id'),
    cause: parsed.error,
  })
}

type JsonAnswer = Exclude<EndpointRow['answer'], 'text'>

const correlationOf = (body: unknown) => {
  const id = (body as { correlation_id?: unknown } | null)?.correlation_id
  return typeof id === 'string' ? id : null
}
