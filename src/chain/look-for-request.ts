import { getBlock, getTransactionCount } from 'viem/actions'
import { isComposeHashAllowed } from '@/chain/app-contract.ts'
import type { ChainClient } from '@/chain/chain-client.ts'
import { encodeAddComposeHash, findRegistration } from '@/chain/registration.ts'
import { sameAddress, toBytes32, type Hex } from '@/domain/identifiers.ts'
import type { Attempt, Ticket } from '@/updates/engine/update-machine.ts'

/**
 * What the chain says about a prompt whose answer is not known.
 * `registered`: the hash is allowed, and this transaction did it. `waiting`: our call waits for a block.
 * `other`: the account's nonce was used, but not to register this hash. `unidentified`: something of the account waits for a block.
 * `unseen`: the node has forgotten what waited before it, so it would not show ours either, which comes after that.
 */
export type Finding =
  | { kind: 'nothing' }
  | { kind: 'registered'; transactionHash: Hex }
  | { kind: 'waiting'; transactionHash: Hex; nonce: number }
  | { kind: 'unidentified' }
  | { kind: 'unseen' }
  | { kind: 'other' }

/** Compares nonce, event logs and mapping with what they were when the wallet was asked. Rejects when the chain cannot be asked. */
export async function lookForSent(client: ChainClient, ticket: Ticket, attempt: Attempt): Promise<Finding> {
  const question = { appContract: ticket.appContract, composeHash: toBytes32(ticket.composeHash) }
  const [isAllowed, registration, mined, withWaiting] = await Promise.all([
    isComposeHashAllowed(client, question),
    findRegistration(client, { ...question, fromBlock: BigInt(attempt.fromBlock) }),
    getTransactionCount(client, { address: attempt.from, blockTag: 'latest' }),
    getTransactionCount(client, { address: attempt.from, blockTag: 'pending' }),
  ])
  if (isAllowed && registration) return { kind: 'registered', transactionHash: registration.transactionHash }
  if (withWaiting > mined) {
    const waiting = await findWaiting(client, attempt.from, question)
    if (waiting) return waiting
  }
  if (mined > attempt.nonce) return { kind: 'other' }
  if (withWaiting > attempt.nonce) return { kind: 'unidentified' }
  return { kind: withWaiting < attempt.nonce ? 'unseen' : 'nothing' }
}

/** Our call among the transactions that wait for the next block, where the node shows them. */
async function findWaiting(
  client: ChainClient,
  from: Hex,
  question: { appContract: Hex; composeHash: Hex },
): Promise<Extract<Finding, { kind: 'waiting' }> | null> {
  const data = encodeAddComposeHash(question.composeHash)
  try {
    const { transactions } = await getBlock(client, { blockTag: 'pending', includeTransactions: true })
    const ours = transactions.find(
      (tx) => sameAddress(tx.from, from) && sameAddress(tx.to, question.appContract) && tx.input.toLowerCase() === data.toLowerCase(),
    )
    return ours ? { kind: 'waiting', transactionHash: ours.hash, nonce: ours.nonce } : null
  } catch {
    return null // many public nodes do not show it; then the nonce has to do
  }
}
