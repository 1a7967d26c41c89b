import { Hono } from 'hono'
import type { ApiContext } from '../api-context.ts'
import { findCvm, refuseForRental } from '../find-cvm.ts'
import type { SandboxState } from '../../sandbox-state.ts'
import { refuseWhenBusy } from '../../world/lifecycle.ts'
import { forgetPrepared } from '../../world/prepared-updates.ts'

/** Deleting a CVM: it is gone at once, with its disk, and what was prepared for it. */
export function deleteRoutes(state: SandboxState) {
  return new Hono<ApiContext>().delete('/cvms/:id', ({ req, var: { user }, body }) => {
    const cvm = findCvm(state.world, req.param('id'), user)
    refuseForRental(cvm)
    refuseWhenBusy(cvm)
    const { world } = state
    forgetPrepared(world, cvm)
    world.cvms = world.cvms.filter((other) => other !== cvm)
    world.byId.delete(cvm.id)
    world.byUuid.delete(cvm.vmUuid.replaceAll('-', ''))
    return body(null, 204)
  })
}
