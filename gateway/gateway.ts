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
import {
  type Credential,
  type Forwarded,
  forwardRequest,
  noCredential,
  packedWhereItPays,
  responseOf,
  upstreamHeaders,
  writeForwarded,
} from './forward.ts'
import { answerLogs, fetchPublicLog } from './logs.ts'
import { readBody } from './read-body.ts'
import { createHealth } from './running/health.ts'
import { eventLine, type LoggedRequest, requestLine } from './running/request-log.ts'
import { callerOf, isWrite, mayWrite, walletExtensionOrigin, type Caller } from './same-origin.ts'
import { securityHeaders } from './security-headers.ts'
import { markHeader, OpenedSessions, readSession } from './session.ts'
import type { Settings } from './settings.ts'
import { answerSession } from './sign-in.ts'
import { readStaticFiles } from './static-files.ts'
import { createUpstreamConnections } from './upstream-connections.ts'

export interface GatewayOptions {
  settings: Settings
  /** Starts the sandbox; called once, and only when no upstream is set. */
  loadSandbox: () => Promise<Sandbox>
  /** Where the built app is; `null` when something else serves it, as under `vite dev`. */
  assetsDir: string | null
  /** Gets one line a request. */
  log?: (line: string) => void
  /** Gets the same as numbers can be made of. */
  observe?: (request: LoggedRequest) => void
  now?: () => Date
  upstreamTimeoutMs?: number
}

/** What the Node adapter hands over beside the request. */
export type NodeBindings = HttpBindings | Http2Bindings

export interface Gateway {
  /** A web-standard fetch handler; `env` is what the Node adapter gives, and absent in process. */
  fetch: (request: Request, env?: NodeBindings) => Promise<Response>
  /** From here on it says that it is not ready, and streams, which have no end of their own, end. What is under way goes on. */
  beginStop(): void
  stop(): Promise<void>
}

const apiBodyBytes = 2 * 1024 * 1024
const whoAmITimeoutMs = 15_000
const readinessTimeoutMs = 3_000
/** Anything else has no meaning here, `TRACE` least of all. */
const methods = new Set(['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE'])
const walletScript = '<script src="/sandbox/wallet.js" defer></script>'

/**
 * The same-origin server: the built app, sign-in, and the way to Phala Cloud or to the sandbox. It keeps
 * nothing but the secret of its session cookies and, for up to a minute after a request, the session that was opened for it.
 */
export function createGateway({
  settings,
  loadSandbox,
  assetsDir,
  log = (line) => console.log(line),
  observe,
  now = () => new Date(),
  upstreamTimeoutMs,
}: GatewayOptions): Gateway {
  const { upstream } = settings
  const sandbox = upstream ? null : loadSandbox()
  sandbox?.catch(() => {}) // whoever asks next gets the failure
  const connections = createUpstreamConnections()
  const ending = new AbortController()
  const opened = new OpenedSessions()
  const health = createHealth({ ask: upstreamAnswers })
  const files = assetsDir === null ? null : readStaticFiles(assetsDir, upstream ? '' : walletScript)

  const app = new Hono()
  app.onError((error) => {
    throw error
  })
  if (!upstream) app.use('/sandbox/wallet.js', compress({ contentTypeFilter: /^text\/javascript/ }))
  app.get('/logs/:cvmId/:logId', ({ req }) => answerLog(req.raw, req.param()))
  app.all('/rpc/:chainId{[0-9]{1,15}}', ({ req }) => answerRpc(req.raw, Number(req.param('chainId'))))
  app.all('/sandbox/*', ({ req }) => answerSandbox(req.raw))
  app.all('/session', async ({ req }) => {
    const caller = callerOf(req.raw, settings)
    if (caller === 'foreign' || (isWrite(req.raw) && !mayWrite(caller))) return crossOriginRefused()
    return answerSession(req.raw, { settings, opened, now: now(), askWhoAmI: (apiKey) => askWhoAmI(apiKey, req.raw) })
  })
  app.get('/healthz', () => Response.json({ isAlive: true }, { headers: { 'cache-control': 'no-store' } }))
  app.get('/readyz', async () => {
    const readiness = await health.readiness()
    return Response.json(readiness, { status: readiness.isReady ? 200 : 503, headers: { 'cache-control': 'no-store' } })
  })
  app.get('/config.json', async () => Response.json(await runtimeConfig(), { headers: { 'cache-control': 'no-store' } }))
  for (const path of ['/config.json', '/healthz', '/readyz']) app.all(path, () => methodNotAllowed('GET'))
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

  /** One cheap read that needs no key. */
  async function upstreamAnswers(): Promise<boolean> {
    if (!upstream) return (await sandbox) !== null
    const answer = await fetch(`${upstream.prefix}/kms`, { redirect: 'manual', signal: AbortSignal.timeout(readinessTimeoutMs) })
    await answer.body?.cancel()
    // No request gets through a redirect: none is followed.
    return answer.status < 300 || (answer.status >= 400 && answer.status < 500)
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
    const session = await readSession(request, settings, now(), opened)
    if (session === null) return sessionEnded()
    return session.mark === mark ? { apiKey: session.apiKey, authorization: null } : sessionChanged()
  }

  async function answerApi(request: Request): Promise<Response | Forwarded> {
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
    return forward(request, { url, credential, body })
  }

  async function forward(
    request: Request,
    asked: { url: string; credential: Credential; body: Uint8Array<ArrayBuffer>; asItIs?: boolean },
  ): Promise<Response | Forwarded> {
    const answer = await forwardRequest(request, { ...asked, connections, timeoutMs: upstreamTimeoutMs, ending: ending.signal })
    if (!(answer instanceof Response) && answer.status < 500) health.upstreamAnswered()
    return answer
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
        return asResponse(await forward(asked, { url: upstream.prefix + path, credential, body, asItIs: true }))
      },
      fetchLog: sandbox ? async (url, signal) => bodyOf(await (await sandbox).fetch(new Request(url, { signal }))) : fetchPublicLog,
      signal: AbortSignal.any([request.signal, ending.signal]),
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

  async function askSandbox(
    request: Request,
    { headers, body }: { headers: Record<string, string>; body: Uint8Array<ArrayBuffer> },
  ): Promise<Response> {
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
    return packedWhereItPays(new Response(answer.body, { status: answer.status, headers: passed }), request.headers.get('accept-encoding'))
  }

  /** What the log calls a route. Never the path itself: that may hold ids, or a secret where a link was damaged on its way. */
  function routeName(method: string, path: string, contentType: string): string {
    const endpoint = findEndpoint(method, path)
    if (endpoint) return endpoint.id.slice(endpoint.id.indexOf(' ') + 1)
    if (sandbox && path.startsWith('/sandbox/')) return '(sandbox)'
    if (path === '/healthz' || path === '/readyz') return path
    if (contentType === '') return '(no route)'
    return contentType.startsWith('text/html') ? '(page)' : '(file)'
  }

  function answerAny(request: Request, path: string, env?: NodeBindings): Promise<Response | Forwarded> | Response {
    if (!methods.has(request.method)) return methodNotAllowed([...methods].join(', '))
    // What pages ask for most goes the shortest way.
    if (path.startsWith('/api/v1/')) return answerApi(request)
    return app.fetch(request, env)
  }

  async function handle(request: Request, env?: NodeBindings): Promise<Response> {
    const startedAt = performance.now()
    const path = new URL(request.url).pathname
    const logAnswer = (status: number | 'dropped', requestId: string, kind = '') => {
      const method = methods.has(request.method) ? request.method : 'OTHER'
      const seen = { method, route: routeName(request.method, path, kind), status, ms: performance.now() - startedAt, requestId }
      observe?.(seen)
      log(requestLine(seen, settings.logFormat, now()))
    }

    let answer: Response | Forwarded
    try {
      answer = await answerAny(request, path, env)
    } catch (error) {
      if (error instanceof Error && error.name === 'ConnectionDropped') {
        logAnswer('dropped', randomUUID())
        if (!env?.outgoing) throw error
        env.outgoing.destroy()
        return RESPONSE_ALREADY_SENT
      }
      log(eventLine('error', `failed: ${placeOf(error)}`, settings.logFormat, now()))
      answer = errorAnswer(500, {
        error_code: 'GATEWAY_FAILED',
        message: 'The gateway failed on this request. Its log has the request id.',
      })
    }

    if (!(answer instanceof Response)) {
      const requestId = requestIdOf(answer.headers['x-request-id'])
      Object.assign(answer.headers, securityHeaders(path), { 'x-request-id': requestId })
      logAnswer(answer.status, requestId, answer.status < 400 ? answer.headers['content-type'] : '')
      if (!env?.outgoing) return responseOf(answer)
      writeForwarded(answer, env.outgoing)
      return RESPONSE_ALREADY_SENT
    }
    const headers = new Headers(answer.headers)
    const requestId = requestIdOf(headers.get('x-request-id'))
    headers.set('x-request-id', requestId)
    for (const [name, value] of Object.entries(securityHeaders(path))) headers.set(name, value)
    logAnswer(answer.status, requestId, answer.status < 400 ? (headers.get('content-type') ?? '') : '')
    return new Response(answer.body, { status: answer.status, headers })
  }

  return {
    fetch: handle,
    beginStop() {
      health.stop()
      ending.abort()
    },
    async stop() {
      connections.close()
      await (await sandbox?.catch(() => null))?.stop()
    },
  }
}

const asResponse = (answer: Response | Forwarded) => (answer instanceof Response ? answer : responseOf(answer))

/** The upstream's own id is the one that its support can look up. */
const requestIdOf = (upstreamId: string | null | undefined) =>
  upstreamId && /^[\w.:-]{1,100}$/.test(upstreamId) ? upstreamId : randomUUID()

/** Where something failed, without the message: that may quote a header or a body. */
function placeOf(error: unknown): string {
  if (!(error instanceof Error)) return ''
  const place = error.stack?.split('\n').find((line) => line.startsWith('    at '))
  return `${error.name} ${place?.trim()}`
}

const bodyOf = ({ status, body }: Response) => ({ status, body: body ?? new Response('').body! })

/** A bearer token is for the API. Other schemes are for whatever proxy stands before this gateway. */
function bearerOf(request: Request): string | null {
  const header = request.headers.get('authorization')
  return header !== null && /^bearer \S+$/i.test(header) ? header : null
}
