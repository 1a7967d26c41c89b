import * as z from 'zod/mini'
import { ApiError, errorFromResponse } from './api-error.ts'
import { signedOut } from './signed-out.ts'
import { writeRefusals } from './write-refusals.ts'

// zod's fast path compiles functions, which the content security policy forbids.
z.config({ jitless: true })

/** Sent on every call: a key has a default version of its own, so silence would leave the answer's shape to chance. */
export const apiVersion = '2026-01-21'

export interface RequestOptions {
  method?: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  /** Sent as JSON. */
  body?: unknown
  headers?: Record<string, string>
  /** A version other than the usual one, for what only the older shape has. */
  version?: '2025-10-28'
  /** For what brings its own credential: the session's key is left out, so that a bad one cannot stand in the way. */
  withoutSession?: boolean
  signal?: AbortSignal
}

/**
 * One request to the console's own origin. Resolves with the response whatever its status.
 * Throws `ApiError` of kind `unreachable` when no answer came; whether a write was processed is then unknown.
 */
async function send(path: string, { method = 'GET', body, headers, signal, version, withoutSession }: RequestOptions): Promise<Response> {
  try {
    return await fetch(path, {
      method,
      headers: {
        Accept: 'application/json',
        'X-Phala-Version': version ?? apiVersion,
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

/** Only asked after a request had no answer: a gateway on this machine answers without a network. */
const isOffline = () => 'navigator' in globalThis && 'onLine' in navigator && !navigator.onLine

async function readBody(response: Response, method: string): Promise<unknown> {
  try {
    const text = await response.text()
    return text === '' ? null : JSON.parse(text)
  } catch (error) {
    if (!response.ok) return null // an HTML error page; the status says enough
    throw new ApiError({ kind: 'not-understood', status: response.status, message: 'The answer was not JSON.', method, cause: error })
  }
}

/** A refused key is reported once for the whole page. Sign-in speaks for itself, and who one is matters to nothing but the page's frame. */
function refusal(path: string, sentAt: number, response: Response, body: unknown, method: string): ApiError {
  const error = errorFromResponse(response, body, method)
  if (error.kind === 'signed-out' && path.startsWith('/api/') && path !== '/api/v1/auth/me') signedOut.report(sentAt)
  if (error.kind === 'not-permitted' && method !== 'GET') writeRefusals.report(path)
  return error
}

/**
 * A request whose answer is parsed by `schema`. Throws `ApiError` for any non-2xx status (its `kind` says what to do) and for an answer
 * that the schema does not understand.
 */
export async function requestJson<Schema extends z.core.$ZodType>(
  path: string,
  schema: Schema,
  options: RequestOptions = {},
): Promise<z.output<Schema>> {
  const method = options.method ?? 'GET'
  const sentAt = performance.now()
  const response = await send(path, options)
  const body = await readBody(response, method)
  if (!response.ok) throw refusal(path, sentAt, response, body, method)
  const parsed = z.safeParse(schema, body)
  if (!parsed.success) {
    throw new ApiError({
      kind: 'not-understood',
      status: response.status,
      message: `The answer has a form this console does not know${placesOf(parsed.error)}.`,
      method,
      requestId: response.headers.get('x-request-id'),
      cause: parsed.error,
    })
  }
  return parsed.data
}

/** Where an answer was not as expected: places only, since its values may be private. */
function placesOf({ issues }: z.core.$ZodError): string {
  const places = [...new Set(issues.map(({ path }) => path.join('.')))].filter((place) => place !== '').slice(0, 3)
  return places.length === 0 ? '' : ` (at ${places.join(', ')})`
}

/** A request whose answer is plain text, such as a stored file. */
export async function requestText(path: string, options: RequestOptions = {}): Promise<string> {
  const sentAt = performance.now()
  const response = await send(path, { ...options, headers: { Accept: 'text/plain, */*', ...options.headers } })
  if (!response.ok) throw refusal(path, sentAt, response, await readBody(response, 'GET'), 'GET')
  return response.text()
}

/** Path under the API with every part encoded: an id is opaque and may hold anything. */
export function apiPath(strings: TemplateStringsArray, ...parts: string[]): string {
  return (
    '/api/v1' + strings.reduce((path, text, index) => path + text + (index < parts.length ? encodeURIComponent(parts[index]!) : ''), '')
  )
}
