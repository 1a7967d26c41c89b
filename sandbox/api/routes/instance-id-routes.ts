import { refreshBatchRequestSchema, refreshOneRequestSchema } from '@/api/schemas/instance-ids.ts'
import { Hono } from 'hono'
import { apiVersion, type ApiVersion } from '../answers/api-version.ts'
import type { ApiContext } from '../api-context.ts'
import { cvmsMeant, findCvm } from '../find-cvm.ts'
import { refreshInstanceId, type RefreshOptions, type Refreshed } from '../../world/refresh-instance-id.ts'
import type { SandboxState } from '../../sandbox-state.ts'
import { readJsonBody, validate } from '../validate-request.ts'
import type { SandboxCvm, User } from '../../world/world.ts'

/** Resolving instance ids and storing them. Whoever may not see a CVM is told of an error row, as for one that does not exist. */
export function instanceIdRoutes(state: SandboxState) {
  const maySee = (cvm: SandboxCvm, user: User) => user.role === 'admin' || cvm.workspace === user.workspace

  return new Hono<ApiContext>()
    .patch('/cvms/instance-ids', async ({ req, var: { user }, json }) => {
      const request = validate(refreshBatchRequestSchema, await readJsonBody(req.raw, { mayBeEmpty: true }))
      const options = {
        overwrite: request.overwrite,
        dryRun: request.dry_run,
        runningOnly: request.running_only,
        missingOnly: request.missing_only,
      }
      const version = apiVersion(req.raw, state.settings)
      const asked = request.cvm_ids
        ? [...new Set(request.cvm_ids)].map((identifier) => ({
            identifier,
            cvm: theOne(cvmsMeant(state.world, identifier).filter((cvm) => maySee(cvm, user))),
          }))
        : candidates(state, user, options).map((cvm) => ({ identifier: cvm.id, cvm }))
      const items = asked
        .slice(0, request.limit)
        .map(({ identifier, cvm }) => row(identifier, cvm, version, cvm ? refreshInstanceId(cvm, options) : notFound))
      const count = (status: Refreshed['status']) => items.filter((item) => item.status === status).length
      return json({
        total: asked.length,
        scanned: items.length,
        updated: count('updated'),
        unchanged: count('unchanged'),
        skipped: count('skipped'),
        conflicts: count('conflict'),
        errors: count('error'),
        items,
      })
    })
    .patch('/cvms/:id/instance-id', async ({ req, var: { user }, json }) => {
      const identifier = req.param('id')
      const request = validate(refreshOneRequestSchema, await readJsonBody(req.raw, { mayBeEmpty: true }))
      const cvm =
        user.role === 'admin'
          ? (theOne(cvmsMeant(state.world, identifier)) ?? findCvm(state.world, identifier, user))
          : findCvm(state.world, identifier, user)
      const refreshed = refreshInstanceId(cvm, {
        overwrite: request.overwrite,
        dryRun: request.dry_run,
        runningOnly: false,
        missingOnly: false,
      })
      return json(row(identifier, cvm, apiVersion(req.raw, state.settings), refreshed))
    })
}

const notFound: Refreshed = {
  status: 'error',
  oldInstanceId: null,
  newInstanceId: null,
  source: 'none',
  verifiedWithGateway: false,
  reason: 'CVM not found, or the identifier matches several',
}

const theOne = (cvms: SandboxCvm[]) => (cvms.length === 1 ? cvms[0]! : null)

/** Without ids: everything the options do not rule out, a platform admin's view spanning all workspaces. */
const candidates = (state: SandboxState, user: User, { runningOnly, missingOnly }: RefreshOptions) =>
  state.world.cvms.filter(
    (cvm) =>
      (user.role === 'admin' || cvm.workspace === user.workspace) &&
      (!runningOnly || cvm.status === 'running') &&
      (!missingOnly || cvm.instanceId === null),
  )

const row = (identifier: string, cvm: SandboxCvm | null, { hasTextIds }: ApiVersion, refreshed: Refreshed) => ({
  cvm_id: cvm ? (hasTextIds ? cvm.id : cvm.number) : hasTextIds ? identifier : 0,
  identifier,
  status: refreshed.status,
  old_instance_id: refreshed.oldInstanceId,
  new_instance_id: refreshed.newInstanceId,
  source: refreshed.source,
  verified_with_gateway: refreshed.verifiedWithGateway,
  reason: refreshed.reason,
})
