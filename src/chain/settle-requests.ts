import type { TransactionHash } from '@/domain/identifiers.ts'
import type { WalletRequest } from './call-register.ts'
import type { Finding } from './look-for-request.ts'

/** A request with what was found about it; `null` while it is looked for. */
export interface RequestLook {
  request: WalletRequest
  finding: Finding | null
  /** This tab will hear the wallet's answer, so nothing is concluded before. */
  isAwaited: boolean
}

/**
 * What the findings settle: whose transaction one is, and which requests can do nothing any more. Of several unanswered requests the
 * oldest is taken to be the one that was approved, as wallets show them in that order; the others may still be open.
 */
export function settle(looks: readonly RequestLook[]): {
  sent: { request: WalletRequest; transactionHash: TransactionHash }[]
  over: WalletRequest[]
} {
  const known = new Set(looks.map(({ request }) => request.transactionHash?.toLowerCase()))
  const sent: { request: WalletRequest; transactionHash: TransactionHash }[] = []
  let isAnyUnanswered = false
  for (const { request, finding, isAwaited } of looks) {
    if (request.transactionHash) continue
    const found = isAwaited ? null : transactionIn(finding)
    if (found && found.nonce >= request.nonce && !known.has(found.transactionHash.toLowerCase())) {
      known.add(found.transactionHash.toLowerCase())
      sent.push({ request, transactionHash: found.transactionHash })
    } else isAnyUnanswered = true
  }
  const over = looks.filter(({ request, finding }) => {
    if (!request.transactionHash) return false
    // Kept as long as another request is open, or its transaction would be taken for that one's.
    return finding?.kind === 'over' || (finding?.kind === 'allowed' && !isAnyUnanswered)
  })
  return { sent, over: over.map(({ request }) => request) }
}

function transactionIn(finding: Finding | null) {
  if (finding?.kind === 'waiting') return finding
  return finding?.kind === 'allowed' ? finding.by : null
}
