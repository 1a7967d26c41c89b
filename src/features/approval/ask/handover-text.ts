import { ownerCalls } from '@/chain/safe-batch.ts'
import { type Bytes32, toBytes32 } from '@/domain/identifiers.ts'
import { type ChainName, networkTitle } from '@/domain/network-names.ts'
import { type ApprovalRequest, preparedUntil } from '@/updates/handover/handover-link.ts'
import { isolated } from '@/lib/isolated.ts'

interface HandoverFacts {
  request: ApprovalRequest
  /** `null` for one that this console has no connection to. */
  chain: ChainName | null
  /** Where the contract does not allow the CVM's device yet. */
  deviceId: Bytes32 | null
  approvalLink: string
}

/** What is asked for, as a text for a ticket or a chat. It is made of what anybody may know: no token gets here. */
export function handoverText({ request, chain, deviceId, approvalLink }: HandoverFacts): string {
  const { ticket, cvmName } = request
  const calls = ownerCalls({ composeHash: toBytes32(ticket.composeHash), deviceId })
  return [
    `Approval needed for an update of ${isolated(cvmName)}`,
    '',
    `Compose hash: 0x${ticket.composeHash}`,
    `App contract: ${ticket.appContract}`,
    `Chain: ${networkTitle(ticket.chainId, chain)}`,
    ...calls.map(({ method, argument }) => `Call: ${method}(${argument}), value 0`),
    `Prepared: ${ticket.issuedAt}`,
    `Kept until about: ${preparedUntil(ticket).toISOString()}`,
    `Approve here: ${approvalLink}`,
  ].join('\n')
}
