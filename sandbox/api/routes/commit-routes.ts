import { Hono } from 'hono'
import * as z from 'zod/mini'
import type { ApiContext } from '../api-context.ts'
import { structured } from '../api-failure.ts'
import { cvmsMeant } from '../find-cvm.ts'
import { preparedByToken } from '../../world/prepared-updates.ts'
import type { SandboxState } from '../../sandbox-state.ts'
import { commitUpdate, onchainStatus, requireChain } from '../../world/two-phase.ts'
import { readJsonBody, validate } from '../validate-request.ts'

const commitSchema = z.object({
  token: z.optional(z.nullable(z.string())),
  compose_hash: z.optional(z.nullable(z.string())),
  transaction_hash: z.optional(z.nullable(z.string())),
})

/** Finishing a prepared update. The token is the only credential: whoever holds it may look and commit. */
export function commitRoutes(state: SandboxState) {
  const unknown = () => structured(466, 'ERR-01-006', 'No update waits for this token: it is unknown, expired, used or superseded')
  /** A token fits one CVM; a replica of the same app has its own. */
  const preparedFor = (identifier: string, token: string) => {
    const now = state.clock.now()
    const found = cvmsMeant(state.world, identifier).flatMap((cvm) => preparedByToken(state.world, cvm, token, now) ?? [])[0]
    if (!found) throw unknown()
    return found
  }
  return new Hono<ApiContext>()
    .get('/cvms/:id/commit-update', async ({ req, json }) => {
      const prepared = preparedFor(req.param('id'), req.query('token') ?? '')
      const { cvm, composeHash, by } = prepared
      return json({
        workspace: { name: cvm.workspace.name, slug: cvm.workspace.slug },
        cvm_id: cvm.id,
        cvm_name: cvm.name,
        vm_uuid: cvm.vmUuid,
        app_id: cvm.appId,
        compose_hash: composeHash,
        device_id: cvm.node.deviceId,
        chain_id: cvm.kms.chainId,
        initiated_by: by.username,
        created_at: state.clock.iso(prepared.createdAt),
        expires_at: state.clock.iso(prepared.expiresAt),
        onchain_status: await onchainStatus(requireChain(state), cvm, composeHash),
      })
    })
    .post('/cvms/:id/commit-update', async ({ req, json }) => {
      const body = validate(commitSchema, await readJsonBody(req.raw, { mayBeEmpty: true }))
      const token = body.token || (req.query('token') ?? '')
      const { cvm } = preparedFor(req.param('id'), token)
      const correlationId = await commitUpdate(state, {
        cvm,
        token,
        composeHash: body.compose_hash ?? '',
        transactionHash: body.transaction_hash ?? '',
      })
      return json({ correlation_id: correlationId, status: 'pending', message: 'CVM update initiated' }, 202)
    })
}
