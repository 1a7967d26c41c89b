import { Hono } from 'hono'
import { commitComposeFileSchema, provisionRequestSchema } from '@/api/schemas/compose-file.ts'
import { kmsInfo } from '../answers/kms-info.ts'
import type { ApiContext } from '../api-context.ts'
import { findCvm, refuseForRental } from '../find-cvm.ts'
import type { SandboxState } from '../../sandbox-state.ts'
import { commitCompose, provisionCompose } from '../../world/compose-file-updates.ts'
import type { Manifest } from '../../world/compose-storage.ts'
import { onchainStatus, requireChain } from '../../world/two-phase.ts'
import type { SandboxCvm, User } from '../../world/world.ts'
import { readJsonBody, validate } from '../validate-request.ts'

/** The older way to change a manifest: given whole, hashed, and then put to use by its hash. */
export function composeFileRoutes(state: SandboxState) {
  const findToChange = (identifier: string, user: User) => {
    const cvm = findCvm(state.world, identifier, user)
    refuseForRental(cvm)
    return cvm
  }
  const isRegistered = async (cvm: SandboxCvm, composeHash: string) =>
    cvm.kms.chainId !== null && (await onchainStatus(requireChain(state), cvm, composeHash)).compose_hash_allowed

  return new Hono<ApiContext>()
    .post('/cvms/:id/compose_file/provision', async ({ req, var: { user }, json }) => {
      const cvm = findToChange(req.param('id'), user)
      const { update_env_vars: updatesNames, ...manifest } = validate(provisionRequestSchema, await readJsonBody(req.raw))
      const { compose } = provisionCompose(state, { cvm, manifest: manifest as Manifest, updatesNames: updatesNames === true, by: user })
      return json({
        app_id: cvm.appId,
        device_id: cvm.node.deviceId,
        compose_hash: compose.hash,
        kms_info: kmsInfo(cvm.kms),
        compose_hash_registered: await isRegistered(cvm, compose.hash),
      })
    })
    .patch('/cvms/:id/compose_file', async ({ req, var: { user }, json }) => {
      const cvm = findToChange(req.param('id'), user)
      const body = validate(commitComposeFileSchema, await readJsonBody(req.raw))
      const correlationId = await commitCompose(state, {
        cvm,
        by: user,
        composeHash: body.compose_hash,
        encryptedEnv: body.encrypted_env ?? null,
        names: body.env_keys ?? null,
        updatesNames: body.update_env_vars === true,
      })
      return json({ status: 'in_progress', message: 'Compose file update initiated', correlation_id: correlationId }, 202)
    })
}
