import { Hono } from 'hono'
import * as z from 'zod/mini'
import { apiVersion } from '../answers/api-version.ts'
import { vmAnswer } from '../answers/cvm-shapes.ts'
import type { ApiContext } from '../api-context.ts'
import { plain } from '../api-failure.ts'
import { findCvm, refuseForRental } from '../find-cvm.ts'
import { beginRestart, beginStart, beginStop, cancelOperation, refuseWhenBusy } from '../../world/lifecycle.ts'
import type { SandboxState } from '../../sandbox-state.ts'
import { readJsonBody, validate } from '../validate-request.ts'
import type { SandboxCvm, User } from '../../world/world.ts'

const restartSchema = z.object({ force: z._default(z.boolean(), false) })
const batchStopSchema = z.object({ cvm_ids: z.array(z.string()).check(z.maxLength(50)) })

/** Power: start, stop, shut down, restart, and calling a running operation off. */
export function lifecycleRoutes(state: SandboxState) {
  const findToChange = (identifier: string, user: User) => {
    const cvm = findCvm(state.world, identifier, user)
    refuseForRental(cvm)
    return cvm
  }
  const refuseUnless = (cvm: SandboxCvm, fits: boolean, word: string) => {
    refuseWhenBusy(cvm)
    if (!fits) throw plain(400, `CVM is ${cvm.status}; it cannot be ${word} now`)
  }
  return new Hono<ApiContext>()
    .post('/cvms/batch-stop', async ({ req, var: { user }, json }) => {
      const { cvm_ids: ids } = validate(batchStopSchema, await readJsonBody(req.raw))
      const errors: { cvm_id: string; error: string }[] = []
      let stopped = 0
      for (const id of ids) {
        const cvm = state.world.byId.get(id)
        if (!cvm || cvm.workspace !== user.workspace) errors.push({ cvm_id: id, error: 'CVM not found' })
        else if (!cvm.running && !cvm.isRentalManaged && cvm.status !== 'stopped') {
          beginStop(state, cvm, user, { pullsPower: true })
          stopped += 1
        }
      }
      return json({ total: ids.length, stopped, skipped: ids.length - stopped - errors.length, errors })
    })
    .post('/cvms/:id/start', ({ req, var: { user }, json }) => {
      const cvm = findToChange(req.param('id'), user)
      refuseUnless(cvm, cvm.status !== 'running', 'started')
      beginStart(state, cvm, user)
      return json(vmAnswer(cvm, apiVersion(req.raw, state.settings)))
    })
    .post('/cvms/:id/shutdown', ({ req, var: { user }, json }) => {
      const cvm = findToChange(req.param('id'), user)
      refuseUnless(cvm, cvm.status !== 'stopped', 'shut down')
      beginStop(state, cvm, user, { pullsPower: false })
      return json(vmAnswer(cvm, apiVersion(req.raw, state.settings)))
    })
    .post('/cvms/:id/stop', ({ req, var: { user }, json }) => {
      const cvm = findToChange(req.param('id'), user)
      beginStop(state, cvm, user, { pullsPower: true })
      return json(vmAnswer(cvm, apiVersion(req.raw, state.settings)))
    })
    .post('/cvms/:id/restart', async ({ req, var: { user }, json }) => {
      const cvm = findToChange(req.param('id'), user)
      const { force } = validate(restartSchema, await readJsonBody(req.raw, { mayBeEmpty: true }))
      refuseUnless(cvm, force || cvm.status !== 'stopped', 'restarted')
      beginRestart(state, cvm, user)
      return json(vmAnswer(cvm, apiVersion(req.raw, state.settings)))
    })
    .post('/cvms/:id/operations/cancel', ({ req, var: { user }, json }) => {
      const cvm = findToChange(req.param('id'), user)
      const correlationId = cancelOperation(state, cvm)
      return json({ cancelled: correlationId !== null, correlation_id: correlationId })
    })
}
