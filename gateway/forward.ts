import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Http2ServerResponse } from 'node:http2'
import { PassThrough, pipeline, Readable } from 'node:stream'
import { promisify } from 'node:util'
import { createGzip, gzip, gzipSync } from 'node:zlib'
import { errorAnswer } from './error-answer.ts'
import type { UpstreamConnections } from './upstream-connections.ts'

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

/** Only these come back, and never a `Set-Cookie`. */
const answerHeaders = [
  'content-type',
  'content-disposition',
  'content-encoding',
  'content-length',
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
export function upstreamHeaders(request: Request, { apiKey, authorization }: Credential): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const name of requestHeaders) {
    const value = request.headers.get(name)
    if (value !== null) headers[name] = value
  }
  if (apiKey !== null) headers['x-api-key'] = apiKey
  if (authorization !== null) headers['authorization'] = authorization
  return headers
}

/** An answer of the upstream as Node has it: written to the browser without becoming a web stream on its way. */
export interface Forwarded {
  status: number
  headers: Record<string, string>
  body: Buffer | Readable | null
}

interface ForwardOptions {
  /** The upstream address with its query. */
  url: string
  credential: Credential
  body: Uint8Array<ArrayBuffer>
  connections: UpstreamConnections
  timeoutMs?: number | undefined
  /** Ends event streams, which have no end of their own. */
  ending?: AbortSignal
  /** Whoever asks for itself reads the body as it is. */
  asItIs?: boolean
}

/** Reads of KMS keys may take the vendor 30 s. */
const defaultTimeoutMs = 60_000
/** Answers up to here are read before anything is passed on: one that breaks off on its way is told as a failure instead of ending early. */
const wholeBytes = 64 * 1024
/** What the upstream left as it is gets smaller from here on; below, it costs more time than it saves. */
const worthPackingBytes = 8 * 1024
const packing = { level: 4 }
const packAside = promisify(gzip)
/** What was kept whole is packed in less time than another thread takes to begin with it. */
const pack = (body: Uint8Array) => (body.byteLength <= wholeBytes ? gzipSync(body, packing) : packAside(body, packing))

/** Sends one API request on. What comes back is the upstream's answer, or why there is none. */
export async function forwardRequest(
  request: Request,
  { url, credential, body, connections, timeoutMs = defaultTimeoutMs, ending, asItIs = false }: ForwardOptions,
): Promise<Forwarded | Response> {
  const headers = upstreamHeaders(request, credential)
  const wantsEvents = request.headers.get('accept')?.includes('text/event-stream') ?? false
  // What the browser can unpack passes as it comes; a compressed stream of events may arrive in lumps.
  const accepted = asItIs || wantsEvents ? null : request.headers.get('accept-encoding')
  headers['accept-encoding'] = accepted ?? 'identity'

  const given = new AbortController()
  let isLate = false
  const timer = setTimeout(() => {
    isLate = true
    given.abort()
  }, timeoutMs)
  const leave = () => given.abort()
  request.signal.addEventListener('abort', leave)
  const release = () => {
    clearTimeout(timer)
    request.signal.removeEventListener('abort', leave)
  }
  if (request.signal.aborted) leave()
  try {
    const answer = await connections.ask({ url, method: request.method, headers, body, signal: given.signal })
    const status = answer.statusCode ?? 502
    if (status >= 300 && status < 400 && status !== 304) {
      release()
      answer.destroy()
      return errorAnswer(502, {
        error_code: 'GATEWAY_UPSTREAM_REDIRECT',
        message: 'The upstream redirected this request. Redirects are not followed.',
      })
    }
    if (request.method === 'HEAD' || status === 204 || status === 304) {
      release()
      answer.resume()
      return { status, headers: passedOn(answer), body: null }
    }
    if (answer.headers['content-type']?.startsWith('text/event-stream')) {
      clearTimeout(timer)
      answer.once('close', release)
      return { status, headers: { ...passedOn(answer), 'x-accel-buffering': 'no' }, body: endingWith(answer, ending) }
    }
    const passed = await bodyOf(answer, accepted)
    if (passed.body instanceof Readable) answer.once('close', release)
    else release()
    return { status, ...passed }
  } catch {
    release()
    if (isLate) {
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

function passedOn({ headers }: IncomingMessage): Record<string, string> {
  const passed: Record<string, string> = { 'cache-control': 'no-store' }
  for (const name of answerHeaders) {
    const value = headers[name]
    if (typeof value === 'string') passed[name] = value
  }
  return passed
}

/** The body as it came, or packed where the upstream did not and it pays. */
async function bodyOf(answer: IncomingMessage, accepted: string | null): Promise<Pick<Forwarded, 'headers' | 'body'>> {
  const headers = passedOn(answer)
  const isJson = headers['content-type']?.startsWith('application/json') === true
  const length = 'content-length' in headers ? Number(headers['content-length']) : null
  // A text of unknown length may be one that grows while it is read.
  const whole = length === null ? isJson : length <= wholeBytes
  const body = whole ? await wholeOf(answer) : answer
  const bytes = body instanceof Readable ? (length ?? wholeBytes) : body.byteLength
  if (!isJson || bytes < worthPackingBytes || 'content-encoding' in headers || !acceptsGzip(accepted)) return { headers, body }
  delete headers['content-length']
  Object.assign(headers, { 'content-encoding': 'gzip', vary: 'accept-encoding' })
  return { headers, body: body instanceof Readable ? pipeline(body, createGzip(packing), () => {}) : await pack(body) }
}

/** The same of an answer that this process made: all of it is there. */
export async function packedWhereItPays(answer: Response, accepted: string | null): Promise<Response> {
  const { status } = answer
  const headers = new Headers(answer.headers)
  if (!headers.get('content-type')?.startsWith('application/json')) return answer
  const body = new Uint8Array(await answer.arrayBuffer())
  if (body.byteLength < worthPackingBytes || !acceptsGzip(accepted)) return new Response(body, { status, headers })
  headers.set('content-encoding', 'gzip')
  headers.append('vary', 'accept-encoding')
  headers.delete('content-length')
  return new Response(new Uint8Array(await pack(body)), { status, headers })
}

const acceptsGzip = (accepted: string | null) =>
  accepted?.split(',').some((part) => /^\s*gzip\s*(?:;\s*q=(?!0(?:\.0*)?\s*$)|$)/i.test(part)) === true

/** All of a body, or, where that is more than is kept, a stream that begins with what was read. */
function wholeOf(answer: IncomingMessage): Promise<Buffer | IncomingMessage> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    const read = (chunk: Buffer) => {
      chunks.push(chunk)
      size += chunk.byteLength
      if (size <= wholeBytes) return
      answer.pause()
      answer.off('data', read).off('end', end).off('error', reject)
      answer.unshift(Buffer.concat(chunks))
      resolve(answer)
    }
    const end = () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks))
    answer.on('data', read)
    answer.once('end', end)
    answer.once('error', reject)
  })
}

function endingWith(answer: IncomingMessage, ending: AbortSignal | undefined): Readable {
  if (!ending) return answer
  const events = new PassThrough()
  const end = () => {
    answer.unpipe(events)
    events.end()
    answer.destroy()
  }
  ending.addEventListener('abort', end)
  pipeline(answer, events, () => ending.removeEventListener('abort', end))
  if (ending.aborted) end()
  return events
}

/** For callers without a connection of Node's, such as this process itself. */
export function responseOf({ status, headers, body }: Forwarded): Response {
  const content = body instanceof Readable ? (Readable.toWeb(body) as ReadableStream<Uint8Array>) : (body as Buffer<ArrayBuffer> | null)
  return new Response(content, { status, headers })
}

/** Writes an answer to the connection it was asked on. One that breaks off closes it, so that nobody takes a part for the whole. */
export function writeForwarded({ status, headers, body }: Forwarded, outgoing: ServerResponse | Http2ServerResponse): void {
  if (body instanceof Buffer) headers['content-length'] = String(body.byteLength)
  outgoing.writeHead(status, headers)
  if (body instanceof Readable) {
    if ('flushHeaders' in outgoing) outgoing.flushHeaders()
    pipeline(body, outgoing as ServerResponse, () => {})
  } else if (body === null) outgoing.end()
  else outgoing.end(body)
}
