import { parseAppId, parseHash32 } from '@/domain/identifiers.ts'
import { Hono } from 'hono'
import * as z from 'zod/mini'
import { apiVersion, type ApiVersion } from '../answers/api-version.ts'
import { cvmInfo, hostedCvm } from '../answers/cvm-shapes.ts'
import type { ApiContext } from '../api-context.ts'
import { plain, structured } from '../api-failure.ts'
import { manifestOf } from '../../world/compose-storage.ts'
import { findCvm } from '../find-cvm.ts'
import { pendingFor } from '../../world/prepared-updates.ts'
import type { SandboxState } from '../../sandbox-state.ts'
import { requireChain } from '../../world/two-phase.ts'
import { queryNumber, readJsonBody, validate } from '../validate-request.ts'
import type { Revision, SandboxCvm, User } from '../../world/world.ts'

const isAllowedSchema = z.object({
  compose_hash: z.optional(z.nullable(z.string())),
  node_id: z.optional(z.nullable(z.int())),
  device_id: z.optional(z.nullable(z.string())),
})

/** Apps: who governs one, which revisions it had, what waits for approval. */
export function appRoutes(state: SandboxState) {
  const cvmsOf = (asked: string, user: User): SandboxCvm[] => {
    const appId = parseAppId(asked.replace(/^app_/, ''))
    const found = state.world.cvms.filter((cvm) => cvm.appId === appId && cvm.workspace === user.workspace)
    if (found.length === 0) throw structured(404, 'ERR-03-005', 'App not found')
    return found
  }

  /** A live read of the app contract for a file on a device; the CVM's own where none is named. */
  async function isAllowed(cvm: SandboxCvm, body: Record<string, unknown>) {
    const asked = validate(isAllowedSchema, body)
    if (cvm.kms.chainId === null) throw plain(400, 'This app has no contract: its KMS is centralised')
    const node = asked.node_id == null ? cvm.node : state.world.nodes.find(({ number }) => number === asked.node_id)
    const deviceId = parseHash32(asked.device_id ?? node?.deviceId)
    const composeHash = parseHash32(asked.compose_hash ?? cvm.compose.hash)
    if (!deviceId || !composeHash) throw plain(400, 'A compose hash and a device id are 32 bytes of hex')
    const chain = requireChain(state)
    const app = `0x${cvm.appId}` as const
    const [hashAllowed, device, verdict] = await Promise.all([
      chain.isComposeHashAllowed(app, `0x${composeHash}`),
      chain.isDeviceAllowed(app, `0x${deviceId}`),
      chain.bootVerdict(app, { composeHash: `0x${composeHash}`, deviceId: `0x${deviceId}` }),
    ])
    return {
      app_contract_address: app,
      compose_hash: composeHash,
      device_id: deviceId,
      compose_hash_allowed: hashAllowed,
      allow_any_device: device.allowAnyDevice,
      device_id_allowed: device.deviceAllowed,
      is_allowed: verdict.allowed,
      error: verdict.allowed ? null : verdict.reason,
    }
  }

  return new Hono<ApiContext>()
    .get('/apps/:appId/cvms', ({ req, var: { user }, json }) => {
      const version = apiVersion(req.raw, state.settings)
      return json(
        cvmsOf(req.param('appId'), user).map((cvm) => (version.isNew ? cvmInfo(cvm, version) : hostedCvm(cvm, state.clock.now()))),
      )
    })
    .get('/apps/:appId/kms-info', async ({ req, var: { user }, json }) =>
      json(await governance(state, cvmsOf(req.param('appId'), user)[0]!)),
    )
    .get('/apps/:appId/revisions', ({ req, var: { user }, json }) => {
      const page = queryNumber(req.raw, 'page', { least: 1, otherwise: 1 })
      const size = queryNumber(req.raw, 'page_size', { least: 1, most: 1000, otherwise: 50 })
      const all = revisionsOf(cvmsOf(req.param('appId'), user))
      return json({
        revisions: all.slice((page - 1) * size, page * size).map(({ cvm, revision }) => revisionAnswer(cvm, revision)),
        total: all.length,
        page,
        page_size: size,
        total_pages: Math.ceil(all.length / size),
      })
    })
    .get('/apps/:appId/revisions/:revision', ({ req, var: { user }, json }) => {
      const found = revisionsOf(cvmsOf(req.param('appId'), user)).find(({ revision }) => revision.id === req.param('revision'))
      if (!found) throw structured(404, 'ERR-03-005', 'Revision not found')
      const { compose, userConfig } = found.revision
      const isRaw = req.query('raw_compose_file') === 'true'
      return json({
        ...revisionAnswer(found.cvm, found.revision),
        compose_file: isRaw ? compose.text : manifestOf(compose),
        encrypted_env: '',
        user_config: userConfig,
      })
    })
    .get('/apps/:appId/pending-updates', async ({ req, var: { user }, json }) => {
      const waiting = cvmsOf(req.param('appId'), user).flatMap((cvm) => pendingFor(state.world, cvm, state.clock.now()))
      const items = waiting.map(async ({ cvm, composeHash }) => ({
        vm_uuid: cvm.vmUuid,
        compose_hash: composeHash,
        on_chain: (await state.chain?.isComposeHashAllowed(`0x${cvm.appId}`, `0x${composeHash}`)) ?? false,
        instance_name: cvm.name,
      }))
      return json({ items: await Promise.all(items) })
    })
    .get('/apps/:appId/pending-updates/:vmUuid/:composeHash/preview', ({ req, var: { user }, json }) => {
      const { vmUuid, composeHash } = req.param()
      const found = cvmsOf(req.param('appId'), user)
        .flatMap((cvm) => pendingFor(state.world, cvm, state.clock.now()))
        .find((prepared) => prepared.cvm.vmUuid === vmUuid && prepared.composeHash === parseHash32(composeHash))
      if (!found) throw structured(404, 'ERR-03-005', 'Pending update not found')
      const before = manifestOf(found.cvm.compose)
      const after = found.plan.compose ? manifestOf(found.plan.compose) : before
      return json({
        current_docker_compose: before.docker_compose_file ?? null,
        pending_docker_compose: after.docker_compose_file ?? null,
        current_pre_launch_script: before.pre_launch_script ?? null,
        pending_pre_launch_script: after.pre_launch_script ?? null,
      })
    })
    .get('/apps/:appId/device-allowlist', async ({ req, var: { user }, json }) =>
      json(await deviceAllowlist(state, cvmsOf(req.param('appId'), user), apiVersion(req.raw, state.settings))),
    )
    .post('/apps/:appId/is-allowed', async ({ req, var: { user }, json }) =>
      json(await isAllowed(cvmsOf(req.param('appId'), user)[0]!, await readJsonBody(req.raw, { mayBeEmpty: true }))),
    )
    .post('/cvms/:id/is-allowed', async ({ req, var: { user }, json }) => {
      const cvm = findCvm(state.world, req.param('id'), user)
      const answer = await isAllowed(cvm, await readJsonBody(req.raw, { mayBeEmpty: true }))
      return json({ cvm_id: apiVersion(req.raw, state.settings).hasTextIds ? cvm.id : cvm.number, ...answer })
    })
}

/** Who decides about an app's files. The chain's present owner counts, since ownership may have moved since deployment. */
async function governance(state: SandboxState, cvm: SandboxCvm) {
  const { kms } = cvm
  if (kms.chainId === null) return { is_onchain_kms: false, is_contract: false }
  const { chain } = state
  const owner = chain ? await chain.ownerOf(`0x${cvm.appId}`) : cvm.deployer
  const isContract = owner !== null && chain ? await chain.hasCode(owner as `0x${string}`) : false
  const isSafe = chain !== null && owner?.toLowerCase() === chain.safeAddress.toLowerCase()
  return {
    is_onchain_kms: true,
    chain_id: kms.chainId,
    kms_contract_address: kms.contractAddress,
    app_contract_address: `0x${cvm.appId}`,
    deployer_address: owner,
    deployer_type: isSafe ? 'safe' : isContract ? 'contract' : 'eoa',
    is_contract: isContract,
    safe_app_url: null,
  }
}

const revisionsOf = (cvms: SandboxCvm[]) =>
  cvms
    .flatMap((cvm) => cvm.revisions.map((revision) => ({ cvm, revision })))
    .toSorted((a, b) => b.revision.createdAt - a.revision.createdAt)

const revisionAnswer = (cvm: SandboxCvm, revision: Revision) => ({
  revision_id: revision.id,
  app_id: cvm.appId,
  vm_uuid: cvm.vmUuid,
  compose_hash: revision.compose.hash,
  created_at: new Date(revision.createdAt).toISOString(),
  trace_id: revision.correlationId,
  operation_type: revision.operationType,
  triggered_by: { object_type: 'user', id: revision.by.id, username: revision.by.username, avatar_url: null },
  cvm: { object_type: 'cvm', id: cvm.id, vm_uuid: cvm.vmUuid, name: cvm.name },
  workspace: { object_type: 'workspace', id: cvm.workspace.id, name: cvm.workspace.name, slug: cvm.workspace.slug },
})

async function deviceAllowlist(state: SandboxState, cvms: SandboxCvm[], { hasTextIds }: ApiVersion) {
  const [first] = cvms
  if (!first || first.kms.chainId === null) return { is_onchain_kms: false, devices: [] }
  const chain = requireChain(state)
  const app = `0x${first.appId}` as const
  const entries = await Promise.all(
    state.world.nodes.map(async (node) => ({ node, verdict: await chain.isDeviceAllowed(app, `0x${node.deviceId}`) })),
  )
  const here = (deviceId: string) => cvms.filter((cvm) => cvm.node.deviceId === deviceId).map((cvm) => (hasTextIds ? cvm.id : cvm.number))
  return {
    is_onchain_kms: true,
    allow_any_device: entries[0]?.verdict.allowAnyDevice ?? false,
    chain_id: first.kms.chainId,
    app_contract_address: app,
    devices: entries
      .filter(({ node, verdict }) => verdict.deviceAllowed || here(node.deviceId).length > 0)
      .map(({ node, verdict }) => ({
        device_id: node.deviceId,
        node_name: node.name,
        cvm_ids: here(node.deviceId),
        allowed_onchain: verdict.deviceAllowed,
        status: node.status,
      })),
  }
}
