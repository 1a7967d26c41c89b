import { setTimeout as sleep } from 'node:timers/promises'
import * as z from 'zod/mini'
import { ConnectionDropped } from '../sandbox.ts'

const thenSchema = z.union([
  z.enum(['drop', 'drop-after', 'html-502']),
  z.strictObject({
    status: z.int().check(z.minimum(200), z.maximum(599)),
    body: z.optional(z.unknown()),
    headers: z.optional(z.record(z.string(), z.string())),
  }),
  z.strictObject({ delayMs: z.int().check(z.minimum(0), z.maximum(600_000)) }),
  z.strictObject({ patchBody: z.unknown() }),
  z.strictObject({ ignoreFields: z.array(z.string()) }),
])

const faultSchema = z.strictObject({
  /** `*` means any. */
  method: z.string(),
  /** From `/api/v1/…` or `/rpc/…` on, without query; `{…}` stands for one part of the path. */
  path: z.string().check(z.regex(/^\/(api\/v1|rpc)\//, 'must start with /api/v1/ or /rpc/')),
  times: z._default(z.int().check(z.minimum(1)), 1),
  then: thenSchema,
})

export const faultsSchema = z.array(faultSchema)
export type Fault = z.output<typeof faultSchema>

const toPattern = (path: string) =>
  new RegExp(
    `^${path
      .split(/\{[^}]*\}/)
      .map((part) => part.replace(/[.*+?^$()|[\]\\]/g, String.raw`\$&`))
      .join('[^/]+')}$`,
  )

/** Failures that were ordered, first come first served. */
export class FaultList {
  #faults: (Fault & { pattern: RegExp })[] = []
  #world = new AbortController()

  add(faults: Fault[]) {
    this.#faults.push(...faults.map((fault) => ({ ...fault, method: fault.method.toUpperCase(), pattern: toPattern(fault.path) })))
  }

  clear() {
    this.#faults = []
  }

  /** Also gives up the requests that are held back: what was asked of one world must not happen in the next. */
  end() {
    this.clear()
    this.#world.abort()
    this.#world = new AbortController()
  }

  waiting = () => this.#faults.map(({ pattern: _pattern, ...fault }) => fault)

  #take(method: string, path: string): Fault['then'] | null {
    const fault = this.#faults.find((one) => (one.method === '*' || one.method === method) && one.pattern.test(path))
    if (!fault) return null
    fault.times -= 1
    if (fault.times === 0) this.#faults = this.#faults.filter((one) => one !== fault)
    return fault.then
  }

  /** Answers a request through the first fault that fits, or as if there were none. `arrived` is told of what the server got to see. */
  async answer(
    request: Request,
    arrived: (request: Request) => Promise<void>,
    handle: (request: Request) => Promise<Response>,
  ): Promise<Response> {
    const then = this.#take(request.method, new URL(request.url).pathname)
    if (then === 'drop') throw new ConnectionDropped()
    await arrived(request)
    if (then === null) return handle(request)
    if (then === 'html-502') return new Response(badGateway, { status: 502, headers: { 'content-type': 'text/html; charset=utf-8' } })
    if (then === 'drop-after') {
      await (await handle(request)).body?.cancel()
      throw new ConnectionDropped()
    }
    if ('status' in then) return ordered(then)
    if ('delayMs' in then) {
      await sleep(then.delayMs, undefined, this.#world).catch(() => {
        throw new ConnectionDropped()
      })
      return handle(request)
    }
    if ('ignoreFields' in then) return handle(await withoutFields(request, then.ignoreFields))
    return patched(await handle(request), then.patchBody)
  }
}

const badGateway = '<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>\n'
const bodilessStatus = new Set([204, 205, 304])

function ordered({ status, body, headers = {} }: { status: number; body?: unknown; headers?: Record<string, string> }) {
  if (body === undefined || bodilessStatus.has(status)) return new Response(null, { status, headers })
  const isText = typeof body === 'string'
  return new Response(isText ? body : JSON.stringify(body), {
    status,
    headers: { 'content-type': isText ? 'text/plain; charset=utf-8' : 'application/json', ...headers },
  })
}

async function withoutFields(request: Request, fields: string[]): Promise<Request> {
  const text = await request.text()
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    body = null
  }
  const isObject = typeof body === 'object' && body !== null && !Array.isArray(body)
  const left = isObject ? JSON.stringify(Object.fromEntries(Object.entries(body as object).filter(([key]) => !fields.includes(key)))) : text
  return new Request(request.url, { method: request.method, headers: request.headers, body: left || null })
}

async function patched(answer: Response, change: unknown): Promise<Response> {
  if (!answer.headers.get('content-type')?.includes('json')) return answer
  const headers = new Headers(answer.headers)
  headers.delete('content-length')
  return new Response(JSON.stringify(merged(await answer.json(), change)), { status: answer.status, headers })
}

type Entries = Record<string, unknown>
const isEntries = (value: unknown): value is Entries => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Objects merge by key. Lists merge entry by entry: those with a `field` by its name, as in error details, all others by place. */
function merged(original: unknown, change: unknown): unknown {
  if (Array.isArray(original) && Array.isArray(change)) {
    const left = [...(original as unknown[])]
    change.forEach((entry: unknown, index) => {
      const place = isEntries(entry) && 'field' in entry ? left.findIndex((one) => isEntries(one) && one.field === entry.field) : index
      if (place === -1) left.push(entry)
      else left[place] = merged(left[place], entry)
    })
    return left
  }
  if (!isEntries(original) || !isEntries(change)) return change
  return { ...original, ...Object.fromEntries(Object.entries(change).map(([key, value]) => [key, merged(original[key], value)])) }
}
