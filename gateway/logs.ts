import { lookup } from 'node:dns'
import { request as httpsRequest } from 'node:https'
import { BlockList, isIP } from 'node:net'
import { Readable } from 'node:stream'
import * as z from 'zod/mini'
import { logBytes } from '../src/api/logs/log-bytes.ts'
import { errorAnswer } from './error-answer.ts'

const connectMs = 15_000
/** A reader that follows asks again. */
const streamMs = 10 * 60_000

const privateAddresses = new BlockList()
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const) {
  privateAddresses.addSubnet(network, prefix, 'ipv4')
}
for (const [network, prefix] of [
  ['::', 127],
  ['64:ff9b::', 32],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const) {
  privateAddresses.addSubnet(network, prefix, 'ipv6')
}

/** Whether an address belongs to this machine or to a network that is not the public one; the check that a name's addresses go through. */
export function isPrivateAddress(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped) return isPrivateAddress(mapped)
  const family = isIP(address)
  if (family === 0) return true
  return privateAddresses.check(address, family === 4 ? 'ipv4' : 'ipv6') || /^::ffff:/i.test(address)
}

/** Whether a log may be read at this address: https, its usual port, and a host that the operator listed (`*.` in front stands for any name below). */
export function mayReadLogsAt(url: URL, hosts: readonly string[]): boolean {
  const host = url.hostname.toLowerCase()
  if (url.protocol !== 'https:' || url.port !== '' || url.username || url.password || isIP(host.replace(/^\[|\]$/g, '')) !== 0) return false
  return hosts.some((allowed) =>
    allowed.startsWith('*.') ? host.endsWith(allowed.slice(1)) && host.length > allowed.length - 1 : host === allowed,
  )
}

/** Looks a name up and gives only public addresses; one private among them refuses the name. The connection goes to what was checked. */
const publicLookup: typeof lookup = ((hostname: string, options: object, callback: (...args: unknown[]) => void) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error)
    if (addresses.length === 0 || addresses.some(({ address }) => isPrivateAddress(address)))
      return callback(Object.assign(new Error('not a public address'), { code: 'PRIVATE_ADDRESS' }))
    if ('all' in options && options.all) return callback(null, addresses)
    return callback(null, addresses[0]!.address, addresses[0]!.family)
  })
}) as typeof lookup

/** What came of asking a host for a log. Redirects are not followed: they are answers like any other. */
export type FetchLog = (url: URL, signal: AbortSignal) => Promise<{ status: number; body: ReadableStream<Uint8Array> }>

/** Asks without any credential and from no cache. */
export const fetchPublicLog: FetchLog = (url, signal) =>
  new Promise((resolve, reject) => {
    const asked = httpsRequest(url, { lookup: publicLookup, headers: { accept: 'text/plain' }, signal, agent: false }, (answer) => {
      clearTimeout(timer)
      resolve({ status: answer.statusCode ?? 0, body: Readable.toWeb(answer) as ReadableStream<Uint8Array> })
    })
    const timer = setTimeout(() => asked.destroy(new Error('no answer in time')), connectMs)
    asked.on('error', (error) => {
      clearTimeout(timer)
      reject(error)
    })
    asked.end()
  })

const text = z.nullish(z.string())
const detailsSchema = z.looseObject({ logs: z.nullish(z.looseObject({ serial: text })), syslog_endpoint: text })
const compositionSchema = z.looseObject({
  containers: z.nullish(z.array(z.looseObject({ id: z.string(), log_endpoint: text }))),
})

interface LogRequest {
  /** Of one's own, as the page has it. */
  cvmId: string
  /** `serial`, or a container's id. */
  logId: string
  query: URLSearchParams
  /** Hosts that may be asked; empty where the operator named none. */
  hosts: readonly string[]
  /** Asks the API, in the name of whoever asks for the log. */
  askApi: (path: string) => Promise<Response>
  fetchLog: FetchLog
  signal: AbortSignal
}

/**
 * One log of one CVM. The caller names ids only: where the log is, the API says anew each time, and only hosts that the operator listed are
 * asked. Nothing of the caller is sent there. The answer is plain text, at most `logBytes` of it.
 */
export async function answerLogs({ cvmId, logId, query, hosts, askApi, fetchLog, signal }: LogRequest): Promise<Response> {
  if (hosts.length === 0) {
    return errorAnswer(501, {
      error_code: 'GATEWAY_LOGS_NOT_SET',
      message: 'This gateway reads no logs: LOG_HOSTS names no hosts that it may ask.',
      suggestions: ['Open the address of the log itself, or set LOG_HOSTS.'],
    })
  }
  const api = await askApi(`/cvms/${encodeURIComponent(cvmId)}${logId === 'serial' ? '' : '/composition'}`)
  if (!api.ok) return api
  const body: unknown = await api.json().catch(() => null)
  const address = logId === 'serial' ? serialAddress(body) : containerAddress(body, logId)
  if (!address || !URL.canParse(address)) {
    return errorAnswer(404, { error_code: 'GATEWAY_LOG_NOT_NAMED', message: 'The API names no address for this log.' })
  }
  const url = new URL(address)
  if (!mayReadLogsAt(url, hosts)) {
    return errorAnswer(403, {
      error_code: 'GATEWAY_LOG_HOST_REFUSED',
      message: `LOG_HOSTS does not name ${url.hostname}, so this gateway does not ask it.`,
    })
  }
  const tail = query.get('tail') ?? ''
  url.searchParams.set('text', '')
  url.searchParams.set('bare', '')
  url.searchParams.set('ansi', '')
  url.searchParams.set('timestamps', '')
  url.searchParams.set('tail', /^\d{1,6}$/.test(tail) ? tail : '2000')
  if (query.has('follow')) url.searchParams.set('follow', '')
  return readLog(url, fetchLog, signal)
}

const serialAddress = (body: unknown) => {
  const parsed = z.safeParse(detailsSchema, body)
  return parsed.success ? (parsed.data.logs?.serial ?? parsed.data.syslog_endpoint ?? null) : null
}

function containerAddress(body: unknown, id: string) {
  const parsed = z.safeParse(compositionSchema, body)
  return parsed.success ? (parsed.data.containers?.find((container) => container.id === id)?.log_endpoint ?? null) : null
}

async function readLog(url: URL, fetchLog: FetchLog, signal: AbortSignal): Promise<Response> {
  let answer: Awaited<ReturnType<FetchLog>>
  try {
    answer = await fetchLog(url, AbortSignal.any([signal, AbortSignal.timeout(streamMs)]))
  } catch (error) {
    const isPrivate = error instanceof Error && 'code' in error && error.code === 'PRIVATE_ADDRESS'
    return isPrivate
      ? errorAnswer(403, { error_code: 'GATEWAY_LOG_HOST_REFUSED', message: 'The host of this log has an address that is not public.' })
      : errorAnswer(502, { error_code: 'GATEWAY_LOG_UNREACHABLE', message: 'The host of this log could not be reached.' })
  }
  if (answer.status === 200) {
    return new Response(answer.body.pipeThrough(atMost(logBytes)), {
      headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no' },
    })
  }
  const words = await firstOf(answer.body)
  if (/logging driver does not support reading/i.test(words)) {
    return errorAnswer(502, { error_code: 'GATEWAY_LOG_DRIVER', message: 'The logging driver of this container does not support reading.' })
  }
  if (answer.status === 401 || answer.status === 403) {
    return errorAnswer(502, { error_code: 'GATEWAY_LOG_NOT_PUBLIC', message: 'The logs of this CVM are not public.' })
  }
  return errorAnswer(502, { error_code: 'GATEWAY_LOG_REFUSED', message: `The host of this log answered ${answer.status}.` })
}

/** Ends a stream after that many bytes. */
function atMost(limit: number) {
  let left = limit
  return new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      if (chunk.byteLength <= left) {
        left -= chunk.byteLength
        return controller.enqueue(chunk)
      }
      controller.enqueue(chunk.subarray(0, left))
      controller.terminate()
    },
  })
}

async function firstOf(body: ReadableStream<Uint8Array>): Promise<string> {
  const reader = body.getReader()
  const { value } = await reader.read().catch(() => ({ value: undefined }))
  await reader.cancel().catch(() => {})
  return value ? new TextDecoder().decode(value.subarray(0, 2_000)) : ''
}
