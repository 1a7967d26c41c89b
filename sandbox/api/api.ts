import { randomUUID } from 'node:crypto'
import { Hono } from 'hono'
import { findEndpoint, methodsOf } from '../../src/api/endpoints.ts'
import type { ApiContext } from './api-context.ts'
import { ApiFailure, plain, structured } from './api-failure.ts'
import { cvmsMeant } from './find-cvm.ts'
import { appAllowedRoutes } from './routes/app-allowed-routes.ts'
import { appListRoutes } from './routes/app-list-routes.ts'
import { appRoutes } from './routes/app-routes.ts'
import { attestationRoutes } from './routes/attestation-routes.ts'
import { commitRoutes } from './routes/commit-routes.ts'
import { composeFileRoutes } from './routes/compose-file-routes.ts'
import { compositionRoutes } from './routes/composition-routes.ts'
import { cvmReadRoutes } from './routes/cvm-read-routes.ts'
import { deleteRoutes } from './routes/delete-routes.ts'
import { instanceIdRoutes } from './routes/instance-id-routes.ts'
import { kmsRoutes } from './routes/kms-routes.ts'
import { lifecycleRoutes } from './routes/lifecycle-routes.ts'
import { networkRoutes } from './routes/network-routes.ts'
import { redeployRoutes } from './routes/redeploy-routes.ts'
import { stateRoutes } from './routes/state-routes.ts'
import { updateRoutes } from './routes/update-routes.ts'
import { workspaceRoutes } from './routes/workspace-routes.ts'
import type { SandboxState } from '../sandbox-state.ts'
import type { User } from '../world/world.ts'

const prefix = '/api/v1'

/** The vendor's API on the sandbox's world. */
export function createApi(state: SandboxState): { fetch(request: Request): Promise<Response> } {
  const api = new Hono<ApiContext>()
  api.use(async (context, next) => {
    const user = userOf(state, context.req.raw)
    if (user) context.set('user', user)
    // What does not exist at all says so without a key.
    else if ((findEndpoint(context.req.method, context.req.path)?.row.needs ?? 'nothing') !== 'nothing') {
      throw plain(401, 'Invalid or missing API key')
    }
    if (user && changesCvm(context.req.method, context.req.path) && user.workspace.billingStatus !== 'active') {
      throw plain(403, `The workspace is ${user.workspace.billingStatus}: settle its bill first`)
    }
    await next()
  })
  for (const routes of [
    commitRoutes,
    workspaceRoutes,
    instanceIdRoutes,
    cvmReadRoutes,
    compositionRoutes,
    stateRoutes,
    networkRoutes,
    updateRoutes,
    composeFileRoutes,
    redeployRoutes,
    lifecycleRoutes,
    deleteRoutes,
    appListRoutes,
    appAllowedRoutes,
    appRoutes,
    attestationRoutes,
    kmsRoutes,
  ]) {
    api.route(prefix, routes(state))
  }
  api.notFound((context) => {
    throw notAnswered(context.req.method, context.req.path)
  })
  api.onError((error) => {
    if (error instanceof ApiFailure) return send(error)
    if (isUnreachable(error)) return send(structured(503, 'SANDBOX-NO-CHAIN', 'The chain of the sandbox does not answer'))
    console.error('The sandbox failed on a request:', error)
    return send(structured(500, 'SANDBOX-FAILED', 'The sandbox failed on this request; its terminal says where'))
  })
  return {
    async fetch(request) {
      const answer = await api.fetch(request)
      const headers = new Headers(answer.headers)
      if (!headers.has('x-request-id')) headers.set('x-request-id', randomUUID())
      return new Response(answer.body, { status: answer.status, headers })
    },
  }
}

/** A reading POST has another path. */
const changesCvm = (method: string, path: string) => method !== 'GET' && method !== 'HEAD' && path.startsWith(`${prefix}/cvms`)

/** The holder of the key in `X-API-Key`, or in a bearer token. */
function userOf(state: SandboxState, request: Request): User | null {
  const key = request.headers.get('x-api-key') ?? /^Bearer (\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1]
  return state.world.users.find((user) => user.key === key) ?? null
}

function notAnswered(method: string, path: string): ApiFailure {
  const known = findEndpoint(method, path)
  if (known) {
    return structured(501, 'SANDBOX-NOT-IMPLEMENTED', `The sandbox does not play ${known.id}`, {
      details: [{ field: 'path', value: known.id }],
      suggestions: ['Use a real upstream for this.'],
    })
  }
  const methods = methodsOf(path)
  if (methods.length > 0) return structured(405, 'SANDBOX-NO-SUCH-METHOD', `This path answers ${methods.join(', ')} only`)
  return structured(404, 'SANDBOX-NO-SUCH-PATH', 'The console and the clients of the vendor use no such path, so the sandbox has none')
}

/** The chain is the only thing that the sandbox fetches from. */
const isUnreachable = (error: unknown) => error instanceof TypeError && error.message === 'fetch failed'

function send({ status, body }: ApiFailure): Response {
  const requestId = randomUUID()
  return Response.json('error_code' in body ? { ...body, request_id: requestId } : body, { status, headers: { 'x-request-id': requestId } })
}

/** Notes a writing request with the CVMs that its path names. */
export async function recordRequest(state: SandboxState, request: Request) {
  const { pathname, searchParams } = new URL(request.url)
  const identifier = /^\/api\/v1\/cvms\/([^/]+)/.exec(pathname)?.[1]
  if (!identifier || request.method === 'GET' || request.method === 'HEAD') return
  const cvms = cvmsMeant(state.world, decodeURIComponent(identifier))
  if (cvms.length === 0) return
  const headers = Object.fromEntries([...request.headers].filter(([name]) => !secretHeaders.has(name)))
  const text = await request.clone().text()
  for (const cvm of cvms) {
    cvm.requests.push({
      method: request.method,
      path: pathname,
      query: Object.fromEntries(searchParams),
      headers,
      body: readable(text),
      at: state.clock.iso(),
    })
    if (cvm.requests.length > rememberedRequests) cvm.requests.shift()
  }
}

/** Per CVM; a test looks at the last few. */
const rememberedRequests = 1000

const secretHeaders = new Set(['x-api-key', 'authorization', 'cookie'])

function readable(text: string): unknown {
  if (text === '') return null
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
