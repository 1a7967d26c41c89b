import { type ChainFacts, chainClient } from '@/chain/chain-client.ts'
import { verifyRegistration } from '@/chain/registration.ts'
import { toBytes32, type TransactionHash } from '@/domain/identifiers.ts'
import type { Ticket } from '@/updates/engine/update-machine.ts'

/** Why a transaction does not show the registration, in a sentence; `null` when it does. Rejects when the chain cannot be asked. */
export async function whyNotRegistering(
  chain: ChainFacts,
  { appContract, composeHash }: Ticket,
  transactionHash: TransactionHash,
): Promise<string | null> {
  const { receipt, eventFromAppContract, mappingAllowed } = await verifyRegistration(chainClient(chain), {
    transactionHash,
    appContract,
    composeHash: toBytes32(composeHash),
  })
  if (receipt === 'missing') return `${chain.name} has no receipt of this transaction.`
  if (receipt === 'reverted') return 'This transaction failed on the chain.'
  if (!eventFromAppContract) return 'In this transaction the app contract did not announce this compose hash.'
  return mappingAllowed ? null : 'The app contract does not allow this hash any more.'
}
