import type { SandboxState } from '../sandbox-state.ts'
import { beginUpdate, refuseWhenBusy } from './lifecycle.ts'
import { forgetPrepared } from './prepared-updates.ts'
import { checkMapping, checkReceipt, requireChain, submitUpdate } from './two-phase.ts'
import type { PlannedUpdate, Revision, SandboxCvm, User } from './world.ts'

/**
 * Puts a revision of the same app on a CVM again: its file and its user config, the environment as it is. Returns the correlation id. Like an
 * update, it needs the contract to allow the file's hash: without a transaction the first phase answers (465 where it does not), with one its
 * receipt is checked. The server holds the revision, so nothing has to be prepared for it.
 */
export async function redeployRevision(
  state: SandboxState,
  { cvm, revision, by, transactionHash }: { cvm: SandboxCvm; revision: Revision; by: User; transactionHash: string | null },
): Promise<string> {
  const plan: PlannedUpdate = { operationType: 'redeploy', compose: revision.compose, userConfig: revision.userConfig }
  if (!transactionHash || cvm.kms.chainId === null) return submitUpdate(state, { cvm, plan, by, preparesOnly: false })
  refuseWhenBusy(cvm)
  const chain = requireChain(state)
  const asked = { cvm, composeHash: revision.compose.hash }
  await checkReceipt(chain, asked, transactionHash)
  await checkMapping(chain, asked)
  refuseWhenBusy(cvm) // someone may have been faster while the chain was asked
  forgetPrepared(state.world, cvm)
  return beginUpdate(state, cvm, plan, by)
}
