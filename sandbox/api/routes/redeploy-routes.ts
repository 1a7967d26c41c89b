import { Hono } from 'hono'
import * as z from 'zod/mini'
import { parseAppId } from '@/domain/identifiers.ts'
import type { ApiContext } from '../api-context.ts'
import { plain, structured } from '../api-failure.ts'
import { findCvm, refuseForRental } from '../find-cvm.ts'
import type { SandboxState } from '../../sandbox-state.ts'
import { redeployRevision } from '../../world/redeploy-revision.ts'
import type { SandboxCvm, User } from '../../world/world.ts'
import { readJsonBody, validate } from '../validate-request.ts'

const appRedeploySchema = z.object({ vm_uuids: z.optional(z.nullable(z.array(z.string()))) })

/** Going back to a revision: of one CVM, or of CVMs of an app. */
export function redeployRoutes(state: SandboxState) {
  const cvmsOf = (appId: string, user: User) => state.world.cvms.filter((cvm) => cvm.appId === appId && cvm.workspace === user.workspace)

  const revisionFor = (cvm: SandboxCvm, id: string, user: User) => {
    const found = cvmsOf(cvm.appId, user)
      .flatMap(({ revisions }) => revisions)
      .find((revision) => revision.id === id)
    if (!found) throw structured(404, 'ERR-03-005', 'Revision not found')
    return found
  }
  const accepted = (correlationId: string) => ({ status: 'in_progress', message: 'Redeploy initiated', correlation_id: correlationId })

  return new Hono<ApiContext>()
    .post('/cvms/:id/revisions/:revision/redeploy', async ({ req, var: { user }, json }) => {
      const cvm = findCvm(state.world, req.param('id'), user)
      refuseForRental(cvm)
      const revision = revisionFor(cvm, req.param('revision'), user)
      const transactionHash = req.query('transaction_hash') ?? null
      return json(accepted(await redeployRevision(state, { cvm, revision, by: user, transactionHash })), 202)
    })
    .post('/apps/:appId/revisions/:revision/redeploy', async ({ req, var: { user }, json }) => {
      const { vm_uuids: uuids } = validate(appRedeploySchema, await readJsonBody(req.raw, { mayBeEmpty: true }))
      const all = cvmsOf(parseAppId(req.param('appId').replace(/^app_/, '')) ?? '', user)
      if (all.length === 0) throw structured(404, 'ERR-03-005', 'App not found')
      if (all.length > 1 && !uuids?.length) throw plain(400, 'This app has several CVMs: name those to redeploy in vm_uuids')
      const wanted = uuids?.map((uuid) => {
        const found = all.find(({ vmUuid }) => vmUuid.replaceAll('-', '') === uuid.replaceAll('-', '').toLowerCase())
        if (!found) throw structured(404, 'ERR-03-001', 'CVM not found')
        return found
      })
      const cvms = wanted ?? all
      for (const cvm of cvms) refuseForRental(cvm)
      const revision = revisionFor(cvms[0]!, req.param('revision'), user) // there is one, or the request was refused above
      const transactionHash = req.query('transaction_hash') ?? null
      const started: string[] = []
      for (const cvm of cvms) started.push(await redeployRevision(state, { cvm, revision, by: user, transactionHash }))
      return json({ ...accepted(started[0]!), correlation_ids: started }, 202)
    })
}
