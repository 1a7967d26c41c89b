import { readAppContract } from '@/chain/app-contract.ts'
import type { WalletCall, WalletRequest } from '@/chain/call-register.ts'
import type { Finding } from '@/chain/look-for-request.ts'
import { simulateRegistration } from '@/chain/registration.ts'
import { toBytes32, type TransactionHash } from '@/domain/identifiers.ts'
import { systemClock } from '@/lib/clock.ts'
import type { UpdateHandle } from '@/updates/engine/update-handle.ts'
import type { Attempt, Ticket } from '@/updates/engine/update-machine.ts'
import { type AskingOptions, askWallet } from '@/features/approval/wallet/ask-wallet.ts'
import type { WalletFailure } from '@/features/approval/wallet/wallet-failure.ts'
import { preflight, type PreflightFacts, type PreflightReason } from './preflight.ts'

export type SigningResult =
  | { kind: 'sent' }
  | { kind: 'rejected' }
  /** Found at the last moment; the wallet was not asked. */
  | { kind: 'blocked'; reason: PreflightReason }
  /** `finding` is what the chain says about it; `null` when it could not be asked. */
  | { kind: 'failed'; failure: WalletFailure; finding: Finding | null }
  /** One is under way already. */
  | { kind: 'busy' }
  | { kind: 'cancelled' }

export interface SigningOptions extends Pick<
  AskingOptions,
  'config' | 'client' | 'register' | 'owner' | 'besides' | 'onPhase' | 'isCancelled'
> {
  ticket: Ticket
  allowingTransaction: PreflightFacts['allowingTransaction']
  /** What would only make the transaction fail is the wallet's to judge: it may have another way to pay. */
  despite: PreflightReason | null
  send: UpdateHandle['send']
}

/** The call that allows a ticket's hash. */
export const hashCall = ({ chainId, appContract, composeHash }: Ticket): WalletCall => ({
  chainId,
  appContract,
  method: 'addComposeHash',
  argument: toBytes32(composeHash),
})

/** Asks the wallet for the call that allows the ticket's hash, and tells the update what came of it. */
export async function signRegistration(options: SigningOptions): Promise<SigningResult> {
  const { client, ticket, send, allowingTransaction, despite, ...asking } = options
  const { appContract } = ticket
  const composeHash = toBytes32(ticket.composeHash)

  const result = await askWallet({
    ...asking,
    client,
    call: hashCall(ticket),
    async check({ account, chainId }) {
      const [contract, simulation] = await Promise.all([
        readAppContract(client, { appContract, composeHash, signer: account }),
        simulateRegistration(client, { appContract, composeHash, account }),
      ])
      const verdict = preflight({
        ticket,
        isChainOffered: true,
        isChainUnreachable: false,
        contract,
        simulation,
        wallet: { account, chainId },
        allowingTransaction,
      })
      return verdict.canSign || verdict.reason === despite ? null : verdict.reason
    },
    onAsking(request) {
      const attempt = attemptOf(request)
      const after = send({ type: 'asking', attempt })
      // Another tab drives, or the update has moved on: what is not on record is not asked.
      return after.step === 'wallet' && after.stage === 'prompting' && after.attempt === attempt
    },
  })

  switch (result.kind) {
    case 'sent':
      reportSent(result.transactionHash, result.request, send)
      return { kind: 'sent' }
    case 'found':
      reportFinding(result.finding, result.request, send)
      return { kind: 'sent' }
    case 'rejected':
      if (result.isNewest) send({ type: 'rejected' })
      return { kind: 'rejected' }
    case 'failed': {
      const { request, finding, failure, isNewest } = result
      // Without certainty the attempt is kept, and what is known about it stays on screen.
      if (request && !reportFinding(finding, request, send) && isNewest) {
        send(finding?.kind === 'nothing' ? { type: 'nothingSent' } : { type: 'closeWallet' })
      }
      return { kind: 'failed', failure, finding }
    }
    default:
      return result
  }
}

const attemptOf = ({ from, nonce, fromBlock, startedAt }: WalletRequest): Attempt => ({ from, nonce, fromBlock, startedAt })

function reportSent(transactionHash: TransactionHash, { from, nonce }: Pick<WalletRequest, 'from' | 'nonce'>, send: UpdateHandle['send']) {
  send({ type: 'sent', sent: { transactionHash, from, nonce, sentAt: systemClock.now().toISOString() } })
}

/** Tells the update what the chain knows about a request, where that leads on. Returns whether it does. */
export function reportFinding(finding: Finding | null, { from }: Pick<WalletRequest, 'from'>, send: UpdateHandle['send']): boolean {
  if (finding?.kind === 'waiting') reportSent(finding.transactionHash, { from, nonce: finding.nonce }, send)
  else if (finding?.kind === 'allowed' && finding.by) send({ type: 'alreadyAllowed', transactionHash: finding.by.transactionHash })
  else return false
  return true
}
