import { Hono } from 'hono'
import { parseAppId } from '@/domain/identifiers.ts'
import { apiVersion } from '../answers/api-version.ts'
import type { ApiContext } from '../api-context.ts'
import { structured } from '../api-failure.ts'
import type { SandboxState } from '../../sandbox-state.ts'
import { requireChain } from '../../world/two-phase.ts'

/** What the app contract says of every CVM of an app, as each stands now. */
export function appAllowedRoutes(state: SandboxState) {
  return new Hono<ApiContext>().post('/apps/:appId/cvms/is-allowed', async ({ req, var: { user }, json }) => {
    const appId = parseAppId(req.param('appId').replace(/^app_/, ''))
    const cvms = state.world.cvms.filter((cvm) => cvm.appId === appId && cvm.workspace === user.workspace)
    if (cvms.length === 0) throw structured(404, 'ERR-03-005', 'App not found')
    const { hasTextIds } = apiVersion(req.raw, state.settings)
    if (cvms[0]!.kms.chainId === null) {
      return json({ is_onchain: false, results: [], total: 0, allowed_count: 0, denied_count: 0, error_count: 0, skipped_cvm_ids: [] })
    }
    const chain = requireChain(state)
    const app = `0x${appId}` as const
    const results = await Promise.all(
      cvms.map(async (cvm) => {
        const candidate = { composeHash: `0x${cvm.compose.hash}`, deviceId: `0x${cvm.node.deviceId}` } as const
        const [hashAllowed, device, verdict] = await Promise.all([
          chain.isComposeHashAllowed(app, candidate.composeHash),
          chain.isDeviceAllowed(app, candidate.deviceId),
          chain.bootVerdict(app, candidate),
        ])
        return {
          cvm_id: hasTextIds ? cvm.id : cvm.number,
          app_contract_address: app,
          compose_hash: cvm.compose.hash,
          device_id: cvm.node.deviceId,
          compose_hash_allowed: hashAllowed,
          allow_any_device: device.allowAnyDevice,
          device_id_allowed: device.deviceAllowed,
          is_allowed: verdict.allowed,
          error: verdict.allowed ? null : verdict.reason,
        }
      }),
    )
    const allowed = results.filter(({ is_allowed }) => is_allowed).length
    return json({
      is_onchain: true,
      results,
      total: results.length,
      allowed_count: allowed,
      denied_count: results.length - allowed,
      error_count: 0,
      skipped_cvm_ids: [],
    })
  })
}
