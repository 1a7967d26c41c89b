import type { Cvm } from '@/domain/cvm.ts'
import { appContract } from '@/domain/cvm-capabilities.ts'
import { parseHash32 } from '@/domain/identifiers.ts'
import type { ApprovalRequest } from './handover-link.ts'

/**
 * What the owner of the app contract is asked for so that a CVM starts as it is: its present compose hash and its device, as far as the
 * contract does not allow them yet. `null` where no contract can be asked, or where one of the facts that the question needs is not known.
 * `now` is when it is asked.
 */
export function startRequest(cvm: Cvm, now: Date): ApprovalRequest | null {
  const contract = appContract(cvm)
  const { composeHash, appId, kms, node } = cvm
  if ('problem' in contract || composeHash === null || appId === null || kms.chainId === null) return null
  return {
    isForStart: true,
    cvmName: cvm.name,
    ticket: {
      composeHash,
      appId,
      appContract: contract.address,
      chainId: kms.chainId,
      kmsContract: kms.kmsContract,
      deviceId: parseHash32(node.deviceId),
      issuedAt: now.toISOString(),
    },
  }
}
