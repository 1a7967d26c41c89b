import { errorAnswer } from './error-answer.ts'

/** Only these reach the upstream: never a cookie, an origin or anything else a browser adds. */
const requestHeaders = [
  'accept',
  'accept-language',
  'content-type',
  'user-agent',
  'x-phala-version',
  'x-compose-hash',
  'x-transaction-hash',
  'x-prepare-only',
  'x-workspace-id',
  'x-phala-workspace',
]

/** Only these come back: never a `Set-Cookie`, and no length or encoding, since the body arrives decoded. */
const answerHeaders = [
  'content-type',
  'content-disposition',
  // Times that the upstream wrote are compared by its own clock.
  'date',
  'retry-after',
  'x-request-id',
  'x-phala-version',
  'x-ratelimit-limit',
  'x-ratelimit-remaining',
  'x-ratelimit-reset',
  'deprecation',
  'sunset',
]

/** What a request goes on with: a key, or the bearer token that a program brought; neither where nobody needs to be signed in. */
export interface Credential {
  apiKey: string | null
  authorization: string | null
}

export const noCredential: Credential = { apiKey: null, authorization: null }

/** What an upstream, real or sandboxed, gets to see of a request's headers. */
export function upstreamHeaders(request: Request, { apiKey, authorization }: Credential): Headers {
  const headers = new Headers()
  for (const name of requestHeaders) {
    const value = request.headers.get(name)
    if (value !== null) headers.set(name, value)
  }
  if (apiKey !== null) headers.set('x-api-key', apiKey)
  if (authorization !== null) headers.set('authorization', authorization)
  return headers
}

/** Reads of KMS keys may take the vendor 30 s. */
const defaultTimeoutMs = 60_000

/**
 * Sends one API request on and streams the answer back.
 * @param url the upstream address with its query
 */
export async function forwardRequest(
  request: Request,
  {
    url,
    credential,
    body,
    timeoutMs = defaultTimeoutMs,
  }: { url: string; credential: Credential; body: Uint8Array<ArrayBuffer>; timeoutMs?: number },
): Promise<Response> {
  const headers = upstreamHeaders(request, credential)
  const wantsEvents = request.headers.get('accept')?.includes('text/event-stream') ?? false
  if (wantsEvents) headers.set('accept-encoding', 'identity') // a compressed stream may arrive in lumps

  const timeout = new AbortController()
  const timer = setTimeout(() => timeout.abort(), timeoutMs)
  try {
    const answer = await fetch(url, {
      method: request.method,
      headers,
      body: body.byteLength > 0 ? body : null,
      redirect: 'manual',
      signal: AbortSignal.any([request.signal, timeout.signal]),
    })
    if (answer.status >= 300 && answer.status < 400 && answer.status !== 304) {
      clearTimeout(timer)
      await answer.body?.cancel()
      return errorAnswer(502, {
        error_code: 'GATEWAY_UPSTREAM_REDIRECT',
        message: 'The upstream redirected this request. Redirects are not followed.',
      })
    }
    const isStream = answer.headers.get('content-type')?.startsWith('text/event-stream') ?? false
    if (isStream || answer.body === null) clearTimeout(timer)
    return new Response(answer.body && !isStream ? endsTimer(answer.body, timer) : answer.body, {
      status: answer.status,
      headers: passedOn(answer.headers, isStream),
    })
  } catch {
    clearTimeout(timer)
    if (timeout.signal.aborted) {
      return errorAnswer(504, {
        error_code: 'GATEWAY_UPSTREAM_TIMEOUT',
        message: `The upstream did not answer within ${timeoutMs / 1000} s. What was asked may still have happened.`,
      })
    }
    return errorAnswer(502, {
      error_code: 'GATEWAY_UPSTREAM_UNREACHABLE',
      message: 'The upstream could not be reached, or closed the connection without an answer.',
    })
  }
}

function passedOn(from: Headers, isStream: boolean): Headers {
  const headers = new Headers({ 'cache-control': 'no-store' })
  for (const name of answerHeaders) {
    const value = from.get(name)
    if (value !== null) headers.set(name, value)
  }
  if (isStream) headers.set('x-accel-buffering', 'no')
  return headers
}

/** The timeout covers the body too; it ends with the last byte or when the reader goes away. */
function endsTimer(body: ReadableStream<Uint8Array>, timer: NodeJS.Timeout): ReadableStream<Uint8Array> {
  const reader = body.getReader()
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await reader.read()
        if (!done) return controller.enqueue(value)
        clearTimeout(timer)
        controller.close()
      } catch (error) {
        clearTimeout(timer)
        controller.error(error)
      }
    },
    async cancel(reason) {
      clearTimeout(timer)
      await reader.cancel(reason)
    },
  })
}
