import { createHash } from 'node:crypto'
import { Hono } from 'hono'
import * as z from 'zod/mini'
import { ApiFailure, invalid, structured } from '../api/api-failure.ts'
import { apiVersions } from '../api/answers/api-version.ts'
import { scenarioNames } from '../seed/scenarios.ts'
import { evidenceControl } from './evidence-control.ts'
import { faultsSchema } from './faults.ts'
import { resetSandbox } from './reset-sandbox.ts'
import { sandboxMarker } from '../sandbox-marker.ts'
import type { SandboxState } from '../sandbox-state.ts'
import { largestFleet } from '../seed/seed-world.ts'
import { validate } from '../api/validate-request.ts'
import { cvmsMeant } from '../api/find-cvm.ts'
import { walletScript } from '../wallet/wallet-script.ts'

const resetSchema = z.strictObject({
  fleetSize: z.optional(z.int().check(z.minimum(1), z.maximum(largestFleet))),
  seed: z.optional(z.int()),
  latencyMs: z.optional(z.int().check(z.minimum(0), z.maximum(60_000))),
  applySeconds: z.optional(z.number().check(z.minimum(0), z.maximum(3600))),
  always465: z.optional(z.boolean()),
  newestVersion: z.optional(z.enum(apiVersions)),
  strictPrepared: z.optional(z.boolean()),
  billingStatus: z.optional(z.enum(['active', 'suspended', 'abandoned'])),
  as: z.optional(z.enum(scenarioNames)),
  clockAheadSeconds: z.optional(z.number().check(z.minimum(-10 * 365 * 86_400), z.maximum(10 * 365 * 86_400))),
})
const clockSchema = z.strictObject({ advanceSeconds: z.number().check(z.minimum(0), z.maximum(10 * 365 * 86_400)) })

/** The handles for tests and for anyone who wants to see a failure: `/sandbox/…`. Not part of the vendor's API. */
export function createControl(state: SandboxState): { fetch(request: Request): Promise<Response> } {
  const control = new Hono()
    .get('/sandbox/info', ({ json }) => json(info(state)))
    .get('/sandbox/wallet.js', () => new Response(walletScript(), { headers: { 'content-type': 'text/javascript; charset=utf-8' } }))
    .get('/sandbox/world', ({ json }) => json({ worldId: state.world.id, digest: worldDigest(state) }))
    .get('/sandbox/cvms/:id', ({ req, json }) => {
      const [cvm] = cvmsMeant(state.world, req.param('id'))
      if (!cvm) throw structured(404, 'SANDBOX-NO-SUCH-CVM', 'The sandbox has no such CVM')
      return json({
        env: cvm.env,
        envIgnored: cvm.ignoredEnvNames,
        composeFile: cvm.compose.text,
        composeHash: cvm.compose.hash,
        composeLayout: cvm.compose.layout,
        bootError: cvm.bootError,
        requests: cvm.requests,
        operations: cvm.operations.map(({ correlationId, status, composeHash }) => ({ correlationId, status, composeHash })),
      })
    })
    .post('/sandbox/reset', async ({ req, json }) => {
      await resetSandbox(state, validate(resetSchema, await body(req.raw, {})))
      return json(info(state))
    })
    .post('/sandbox/faults', async ({ req, json }) => {
      const asked = await body(req.raw, null)
      state.faults.add(validate(faultsSchema, Array.isArray(asked) ? asked : [asked]))
      return json({ faults: state.faults.waiting() })
    })
    .delete('/sandbox/faults', ({ json }) => {
      state.faults.clear()
      return json({ faults: [] })
    })
    .post('/sandbox/clock', async ({ req, json }) => {
      await state.clock.advance(validate(clockSchema, await body(req.raw, null)).advanceSeconds)
      return json({ now: state.clock.iso() })
    })
    .post('/sandbox/chain', async ({ req, json }) => {
      if (!state.chain) throw structured(503, 'SANDBOX-NO-CHAIN', 'The sandbox runs without a chain on this machine')
      const asked = await body(req.raw, null)
      try {
        return json((await state.chain.control(asked)) as object)
      } catch (error) {
        throw structured(400, 'SANDBOX-CHAIN', error instanceof Error ? error.message : 'The chain refused this')
      }
    })
    .route('/', evidenceControl(state))
  control.notFound(({ json }) => json({ error_code: 'SANDBOX-NO-SUCH-PATH', message: 'The sandbox has no such control' }, 404))
  control.onError((error, { json }) => {
    if (error instanceof ApiFailure) return json(error.body, error.status as 400)
    console.error('The sandbox failed on a request:', error)
    return json({ error_code: 'SANDBOX-FAILED', message: 'The sandbox failed on this request; its terminal says where' }, 500)
  })
  return { fetch: async (request) => control.fetch(request) }
}

async function body(request: Request, whenEmpty: unknown): Promise<unknown> {
  const text = await request.text()
  if (text.trim() === '') return whenEmpty
  try {
    return JSON.parse(text)
  } catch {
    throw invalid([{ loc: ['body'], msg: 'JSON decode error', type: 'json_invalid' }])
  }
}

function info({ origin, chain, world, settings }: SandboxState) {
  const key = (username: string) => world.users.find((user) => user.username === username)?.key
  return {
    marker: sandboxMarker,
    apiPrefix: `${origin}/api/v1`,
    rpcUrl: chain ? `${origin}/rpc/${chain.chainId}` : null,
    chainId: chain?.chainId ?? null,
    kmsContractAddress: chain?.kmsContractAddress ?? null,
    safeAddress: chain?.safeAddress ?? null,
    worldId: world.id,
    keys: { owner: key('harbor-owner'), admin: key('platform-admin'), other: key('meadow-owner') },
    accounts: chain?.accounts ?? null,
    cvms: world.named,
    fleetSize: world.cvms.filter((cvm) => cvm.workspace === world.workspaces[0]).length,
    settings: { ...settings, seed: world.seed },
  }
}

/** Changes with everything an API client could have changed; what was merely asked leaves it as it is. */
function worldDigest({ world }: SandboxState): string {
  const digest = createHash('sha256')
  for (const cvm of world.cvms) {
    const { requests: _, running, node, image, kms, workspace, creator, operations, revisions, ...rest } = cvm
    digest.update(JSON.stringify(rest))
    digest.update([node.id, image.name, kms.id, workspace.id, creator.id, running?.record.correlationId ?? ''].join())
    digest.update(operations.map((operation) => `${operation.correlationId}${operation.status}${operation.events.length}`).join())
    digest.update(revisions.map(({ id }) => id).join())
  }
  digest.update(JSON.stringify(world.prepared.map(({ cvm, composeHash, token }) => [cvm.id, composeHash, token])))
  return digest.digest('hex')
}
