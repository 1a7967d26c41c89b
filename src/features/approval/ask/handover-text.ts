import { ownerCalls } from '@/chain/safe-batch.ts'
import { toBytes32, type Hex } from '@/domain/identifiers.ts'
import { type ApprovalRequest, preparedUntil } from '@/updates/handover/handover-link.ts'
import { isolated } from '@/lib/isolated.ts'

interface HandoverFacts {
  request: ApprovalRequest
  chainName: string | null
  /** Where the contract does not allow the CVM's device yet. */
  deviceId: Hex | null
  approvalLink: string
}

/** What is asked for, as a text for a ticket or a chat. It is made of what anybody may know: no token gets here. */
export function handoverText({ request, chainName, deviceId, approvalLink }: HandoverFacts): string {
  const { ticket, cvmName } = request
  const calls = ownerCalls({ composeHash: toBytes32(ticket.composeHash), deviceId })
  return [
    `Approval needed for an update of ${isolated(cvmName)}`,
    '',
    `Compose hash: 0x${ticket.composeHash}`,
    `App contract: ${ticket.appContract}`,
    `Chain: ${chainName ?? 'chain'} (id ${ticket.chainId})`,
    ...calls.map(({ method, argument }) => `Call: ${method}(${argument}), value 0`),
    `Prepared: ${ticket.issuedAt}`,
    `Kept until about: ${preparedUntil(ticket).toISOString()}`,
    `Approve here: ${approvalLink}`,
  ].join('\n')
}
