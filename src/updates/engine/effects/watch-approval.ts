import { findConfirmed } from '../find-operation.ts'
import type { Ticket } from '../update-machine.ts'
import { isUndecided } from '../update-world.ts'
import { repeatedly, fromApi } from './ask-api.ts'
import { fromChain } from './ask-chain.ts'
import { contradiction, nodesDisagree } from './contradiction.ts'
import type { EffectTools, ChainTools, StateOf } from './effect-tools.ts'

/** The contract's list decides: a signature made on another device counts too. An update that was finished elsewhere shows in the operations. */
export async function watchForApproval(
  ticket: Ticket,
  tools: EffectTools,
  { since, looksFirst = true }: { since?: string | undefined; looksFirst?: boolean } = {},
): Promise<void> {
  const { world, report, signal } = tools
  const chain = async () => {
    if (!looksFirst) await world.clock.wait(world.pace.chainMs, signal)
    await repeatedly(tools, world.pace.chainMs, async () => {
      const registration = await fromChain(tools, ticket, (reads) => reads.registration(ticket, null, since))
      if (!registration?.allowed || isUndecided(registration)) return
      const { transactionHash, searchedBackTo } = registration
      report({ type: 'alreadyAllowed', transactionHash, searchedBackTo })
    })
  }
  await Promise.all([chain(), watchForFinisher(ticket, tools, { looksFirst })])
}

/** An update that somebody else confirmed or committed shows in the operations. */
async function watchForFinisher(ticket: Ticket, tools: EffectTools, { looksFirst }: { looksFirst: boolean }): Promise<void> {
  const { world, cvm, before, report, signal } = tools
  if (!looksFirst) await world.clock.wait(world.pace.feedMs, signal)
  await repeatedly(tools, world.pace.feedMs, async () => {
    const operation = await fromApi(tools, () => findConfirmed(world, cvm.id, { ticket, before }, { signal }))
    if (operation) report({ type: 'acceptedBy', correlationId: operation.correlationId })
  })
}

/** Follows a sent transaction by facts. Slowness is not failure: it may wait for as long as the node or its nonce says that it waits. */
export async function watchTransaction(state: StateOf<'txPending'>, tools: ChainTools): Promise<void> {
  const { ticket, sent } = state
  const { pace } = tools.world
  const looks = { mined: 0, replaced: 0, dropped: 0 }
  const disagreement = contradiction(tools.world, state.contradictedSince)
  let wasKnown = false
  await repeatedly(tools, pace.chainMs, async () => {
    const seen = await fromChain(
      tools,
      ticket,
      async (reads) => {
        const registration = await reads.registration(ticket, sent.transactionHash)
        const { transactionHash, isContradicted, device = 'unread' } = registration
        if (transactionHash) return { transactionHash, device }
        if (isContradicted) return { status: 'contradicted' as const }
        if (isUndecided(registration)) return { status: 'pending' as const }
        const status = await reads.transactionStatus(sent)
        wasKnown ||= status === 'pending'
        const isHeldBack = status === 'dropped' && (await reads.nonces(sent.from)).withPending > sent.nonce
        return { status: isHeldBack ? ('pending' as const) : status }
      },
      ({ status }) => (status === 'contradicted' ? nodesDisagree : null),
    )
    if (!seen) return
    if (seen.transactionHash !== undefined) return tools.report({ type: 'verified', ...seen })
    if (seen.status !== 'contradicted' && disagreement.since() !== null) {
      disagreement.ended()
      tools.report({ type: 'contradicted', since: null })
    }
    switch (seen.status) {
      case 'pending':
        looks.dropped = 0
        return
      case 'mined-reverted':
        return tools.report({ type: 'unsuccessful', why: 'reverted' })
      case 'mined-out-of-gas':
        return tools.report({ type: 'unsuccessful', why: 'out-of-gas' })
      // Calls that meet different nodes may disagree for a while; only what stays is believed.
      case 'contradicted':
        if (disagreement.seen()) tools.report({ type: 'unsuccessful', why: 'withdrawn' })
        // On record with its first look, so that a reload does not begin the wait anew.
        else tools.report({ type: 'contradicted', since: disagreement.since() })
        return
      // It happened and did not register the hash, or another one took its place. A lagging node may say so too, so look again first.
      case 'mined-success':
      case 'replaced':
        looks[seen.status === 'replaced' ? 'replaced' : 'mined'] += 1
        if (Math.max(looks.mined, looks.replaced) >= pace.looksUntilBelieved) tools.report({ type: 'unsuccessful', why: 'cancelled' })
        return
      case 'dropped':
        looks.dropped += 1
        if (looks.dropped >= pace.looksUntilDropped) tools.report({ type: 'unsuccessful', why: wasKnown ? 'dropped' : 'unknown' })
    }
  })
}

/**
 * Confirming restarts the CVM, and on a device that the contract refuses it would not come back. So the contract is waited for, or the
 * person's word; somebody else may confirm meanwhile.
 */
export async function watchDevice({ ticket }: StateOf<'registered'>, tools: EffectTools): Promise<void> {
  const contract = repeatedly(tools, tools.world.pace.chainMs, async () => {
    const device = await fromChain(tools, ticket, (reads) => reads.device(ticket))
    tools.report({ type: 'deviceRead', device: device ?? 'unread' })
  })
  await Promise.all([contract, watchForFinisher(ticket, tools, { looksFirst: false })])
}
