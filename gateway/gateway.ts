import { randomUUID } from 'node:crypto'
import type { Http2Bindings, HttpBindings } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { Hono } from 'hono'
import { compress } from 'hono/compress'
import type { Sandbox } from '../sandbox/sandbox.ts'
import { findEndpoint, namesNothing, type EndpointRow } from '../src/api/endpoints.ts'
import { answerChainRead } from './chain-reads.ts'
import { liveChains, rpcUrlOf } from './chains.ts'
import {
  bodyTooLarge,
  credentialMissing,
  crossOriginRefused,
  errorAnswer,
  methodNotAllowed,
  notForwarded,
  notFound,
  ownKeyNeeded,
  sessionChanged,
  sessionEnded,
} from './error-answer.ts'
import { type Credential, forwardRequest, noCredential, upstreamHeaders } from './forward.ts'
import { answerLogs, fetchPublicLog } from './logs.ts'
import { readBody } from './read-body.ts'
import { callerOf, isWrite, mayWrite, walletExtensionOrigin, type Caller } from './same-origin.ts'
import { setSecurityHeaders } from './security-headers.ts'
import { markHeader, readSession } from './session.ts'
import type { Settings } from './settings.ts'
import { answerSession } from './sign-in.ts'
import { readStaticFiles } from './static-files.ts'

export interface GatewayOptions {
  settings: Settings
  /** Starts the sandbox; called once, and only when no upstream is set. */
  loadSandbox: () => Promise<Sandbox>
  /** Where the built app is; `null` when something else serves it, as under `vite dev`. */
  assetsDir: string | null
  /** Gets one line a request. */
  log?: (line: string) => void
  now?: () => Date
  upstreamTimeoutMs?: number
}

/** What the Node adapter hands over beside the request. */
export type NodeBindings = HttpBindings | Http2Bindings

export interface Gateway {
  /** A web-standard fetch handler; `env` is what the Node adapter gives, and absent in process. */
  fetch(request: Request, env?: NodeBindings): Promise<Response>
  stop(): Promise<void>
}

const apiBodyBytes = 2 * 1024 * 1024
const whoAmITimeoutMs = 15_000
const walletScript = '<script src="/sandbox/wallet.js" defer></script>'

/** The same-origin server: the built app, sign-in, and the way to Phala Cloud or to the sandbox. It keeps no state but the secret of its session cookies. */
export function createGateway({
  settings,
  loadSandbox,
  assetsDir,
  log = (line) => console.log(line),
  now = () => new Date(),
  upstreamTimeoutMs,
}: GatewayOptions): Gateway {
  const { upstream } = settings
  const sandbox = upstream ? null : loadSandbox()
  sandbox?.catch(() => {}) // whoever asks next gets the failure
  const files = assetsDir === null ? null : readStaticFiles(assetsDir, upstream ? '' : walletScript)

  const app = new Hono()
  app.onError((error) => {
    throw error
  })
  app.use('/api/*', compress({ contentTypeFilter: /^application\/json/ }))
  app.all('/api/v1/*', ({ req }) => answerApi(req.raw))
  app.get('/logs/:cvmId/:logId', ({ req }) => answerLog(req.raw, req.param()))
  app.all('/rpc/:chainId{[0-9]{1,15}}', ({ req }) => answerRpc(req.raw, Number(req.param('chainId'))))
  app.all('/sandbox/*', ({ req }) => answerSandbox(req.raw))
  app.all('/session', async ({ req }) => {
    const caller = callerOf(req.raw, settings)
    if (caller === 'foreign' || (isWrite(req.raw) && !mayWrite(caller))) return crossOriginRefused()
    return answerSession(req.raw, { settings, now: now(), askWhoAmI: (apiKey) => askWhoAmI(apiKey, req.raw) })
  })
  app.get('/config.json', async () => Response.json(await runtimeConfig(), { headers: { 'cache-control': 'no-store' } }))
  app.all('/config.json', () => methodNotAllowed('GET'))
  for (const room of ['api', 'rpc', 'logs', 'sandbox', 'session', 'config.json', 'assets']) {
    app.all(`/${room}`, () => notFound())
    app.all(`/${room}/*`, ({ req }) => (room === 'assets' ? answerFile(req.raw) : notFound()))
  }
  app.all('*', ({ req }) => answerFile(req.raw))

  function answerFile(request: Request): Response {
    if (request.method !== 'GET' && request.method !== 'HEAD') return methodNotAllowed('GET')
    return files?.answer(request) ?? notFound()
  }

  async function runtimeConfig() {
    if (!sandbox) return { mode: 'live', upstream: settings.upstream?.host, chains: liveChains(settings) }
    const world = await sandbox
    return {
      mode: 'sandbox',
      worldId: world.worldId(),
      upstream: 'sandbox',
      chains: world.chains(),
      sampleKeys: world.sampleKeys(),
      sandboxRoot: world.sandboxRoot(),
    }
  }

  async function askWhoAmI(apiKey: string, from: Request) {
    const headers = { accept: 'application/json', 'x-api-key': apiKey, 'x-phala-version': '2026-01-21' }
    const signal = AbortSignal.timeout(whoAmITimeoutMs)
    const answer = sandbox
      ? await (await sandbox).fetch(new Request(new URL('/api/v1/auth/me', from.url), { headers, signal }))
      : await fetch(`${settings.upstream?.prefix}/auth/me`, { headers, signal, redirect: 'manual' })
    await answer.body?.cancel()
    return { status: answer.status, isWebPage: answer.headers.get('content-type')?.startsWith('text/html') ?? false }
  }

  /**
   * What a request goes on with, or why it does not. A request's own key goes first, and a program's own bearer token counts as one. The
   * session's key is for a page that says for which session it speaks, and a program that writes brings its own.
   */
  async function credentialFor(request: Request, caller: Caller, { needs, effect }: EndpointRow): Promise<Credential | Response> {
    const apiKey = request.headers.get('x-api-key')
    const authorization = caller === 'program' ? bearerOf(request) : null
    if (apiKey !== null || authorization !== null) return { apiKey, authorization }
    if (needs === 'own-key') return ownKeyNeeded()
    const mark = request.headers.get(markHeader)
    const isPage = caller === 'own-page' || (caller === 'program' && effect === 'read')
    if (mark === null || !isPage) return needs === 'nothing' ? noCredential : credentialMissing()
    const session = await readSession(request, settings, now())
    if (session === null) return sessionEnded()
    return session.mark === mark ? { apiKey: session.apiKey, authorization: null } : sessionChanged()
  }

  async function answerApi(request: Request): Promise<Response> {
    const caller = callerOf(request, settings)
    if (isWrite(request) && !mayWrite(caller)) return crossOriginRefused()
    const { pathname, search } = new URL(request.url)
    const endpoint = findEndpoint(request.method, pathname)
    if (!endpoint) return namesNothing(request.method, pathname) ? notFound() : notForwarded(request.method)
    const credential = await credentialFor(request, caller, endpoint.row)
    if (credential instanceof Response) return credential
    const body = await readBody(request, apiBodyBytes)
    if (body === null) return bodyTooLarge(apiBodyBytes)
    if (!upstream) return askSandbox(request, { headers: upstreamHeaders(request, credential), body })
    const url = upstream.prefix + pathname.slice('/api/v1'.length) + search
    return forwardRequest(request, { url, credential, body, timeoutMs: upstreamTimeoutMs })
  }

  async function answerLog(request: Request, { cvmId, logId }: { cvmId: string; logId: string }): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url)
    const endpoint = findEndpoint(request.method, pathname)
    if (!endpoint) return notFound()
    const credential = await credentialFor(request, callerOf(request, settings), endpoint.row)
    if (credential instanceof Response) return credential
    const body = new Uint8Array()
    return answerLogs({
      cvmId,
      logId,
      query: searchParams,
      hosts: sandbox ? ['*.dstack.sandbox.example'] : settings.logHosts,
      askApi: async (path) => {
        const asked = new Request(new URL(`/api/v1${path}`, request.url), { headers: request.headers, signal: request.signal })
        asked.headers.set('accept', 'application/json')
        if (!upstream) return askSandbox(asked, { headers: upstreamHeaders(asked, credential), body })
        return forwardRequest(asked, { url: upstream.prefix + path, credential, body, timeoutMs: upstreamTimeoutMs })
      },
      fetchLog: sandbox ? async (url, signal) => bodyOf(await (await sandbox).fetch(new Request(url, { signal }))) : fetchPublicLog,
      signal: request.signal,
    })
  }

  async function answerRpc(request: Request, chainId: number): Promise<Response> {
    if (upstream) {
      if (!mayWrite(callerOf(request, settings))) return crossOriginRefused()
      return answerChainRead(request, rpcUrlOf(chainId, settings))
    }
    const extension = walletExtensionOrigin(request)
    if (extension === null && !mayWrite(callerOf(request, settings))) return crossOriginRefused()
    const cors: Record<string, string> = extension === null ? {} : { 'access-control-allow-origin': extension, vary: 'origin' }
    if (request.method === 'OPTIONS' && extension !== null) {
      const allow = {
        'access-control-allow-methods': 'POST',
        'access-control-allow-headers': 'content-type',
        'access-control-max-age': '600',
      }
      return new Response(null, { status: 204, headers: { ...cors, ...allow } })
    }
    if (request.method !== 'POST') return methodNotAllowed('POST')
    const answer = await passToSandbox(request)
    const headers = new Headers(answer.headers)
    for (const [name, value] of Object.entries(cors)) headers.set(name, value)
    return new Response(answer.body, { status: answer.status, headers })
  }

  async function answerSandbox(request: Request): Promise<Response> {
    if (upstream) return notFound()
    const caller = callerOf(request, settings)
    if (caller === 'foreign' || (isWrite(request) && !mayWrite(caller))) return crossOriginRefused()
    return passToSandbox(request)
  }

  async function passToSandbox(request: Request): Promise<Response> {
    const body = await readBody(request, apiBodyBytes)
    return body === null ? bodyTooLarge(apiBodyBytes) : askSandbox(request, { headers: upstreamHeaders(request, noCredential), body })
  }

  async function askSandbox(request: Request, { headers, body }: { headers: Headers; body: Uint8Array<ArrayBuffer> }): Promise<Response> {
    let world: Sandbox
    try {
      world = await sandbox! // asked only without an upstream
    } catch {
      return errorAnswer(503, { error_code: 'GATEWAY_SANDBOX_UNAVAILABLE', message: 'The sandbox did not start. The terminal says why.' })
    }
    const { method, signal } = request
    const answer = await world.fetch(new Request(request.url, { method, headers, signal, body: body.byteLength > 0 ? body : null }))
    const passed = new Headers(answer.headers)
    passed.delete('set-cookie')
    if (!passed.has('cache-control')) passed.set('cache-control', 'no-store')
    return new Response(answer.body, { status: answer.status, headers: passed })
  }

  /** What the log calls a route. Never the path itself: that may hold ids, or a secret where a link was damaged on its way. */
  function routeName(method: string, path: string, contentType: string): string {
    const endpoint = findEndpoint(method, path)
    if (endpoint) return endpoint.id.slice(endpoint.id.indexOf(' ') + 1)
    if (sandbox && path.startsWith('/sandbox/')) return '(sandbox)'
    if (contentType === '') return '(no route)'
    return contentType.startsWith('text/html') ? '(page)' : '(file)'
  }

  async function handle(request: Request, env?: NodeBindings): Promise<Response> {
    const startedAt = performance.now()
    const path = new URL(request.url).pathname
    const logLine = (status: number | string, requestId: string, kind = '') =>
      log(
        `${request.method} ${routeName(request.method, path, kind)} ${status} ${Math.round(performance.now() - startedAt)}ms ${requestId}`,
      )

    let answer: Response
    try {
      answer = await app.fetch(request, env)
    } catch (error) {
      if (error instanceof Error && error.name === 'ConnectionDropped') {
        logLine('dropped', randomUUID())
        if (!env?.outgoing) throw error
        env.outgoing.destroy()
        return RESPONSE_ALREADY_SENT
      }
      // Where it happened, without the message: that may quote a header or a body.
      const place =
        error instanceof Error
          ? `${error.name} ${error.stack
              ?.split('\n')
              .find((line) => line.startsWith('    at '))
              ?.trim()}`
          : ''
      log(`failed: ${place}`)
      answer = errorAnswer(500, {
        error_code: 'GATEWAY_FAILED',
        message: 'The gateway failed on this request. Its log has the request id.',
      })
    }

    const headers = new Headers(answer.headers)
    // The upstream's own id is the one that its support can look up.
    const upstreamId = headers.get('x-request-id')
    const requestId = upstreamId && /^[\w.:-]{1,100}$/.test(upstreamId) ? upstreamId : randomUUID()
    headers.set('x-request-id', requestId)
    setSecurityHeaders(headers, path)
    logLine(answer.status, requestId, answer.status < 400 ? (headers.get('content-type') ?? '') : '')
    return new Response(answer.body, { status: answer.status, headers })
  }

  return {
    fetch: handle,
    async stop() {
      await (await sandbox?.catch(() => null))?.stop()
    },
  }
}

const bodyOf = ({ status, body }: Response) => ({ status, body: body ?? new Response('').body! })

/** A bearer token is for the API. Other schemes are for whatever proxy stands before this gateway. */
function bearerOf(request: Request): string | null {
  const header = request.headers.get('authorization')
  return header !== null && /^bearer \S+$/i.test(header) ? header : null
}
