import { getBlock, getTransaction, getTransactionCount, readContract } from 'viem/actions'
import { type Hex, sameAddress, type TransactionHash } from '@/domain/identifiers.ts'
import { toTransactionHash } from './transaction/transaction-hash.ts'
import { appAbi } from './abi.ts'
import { encodeAddDevice } from './allow-device.ts'
import type { WalletCall, WalletRequest } from './call-register.ts'
import type { ChainClient } from './chain-client.ts'
import { findAnnouncement } from './logs/log-search.ts'
import { encodeAddComposeHash } from './registration.ts'
import { transactionStatus } from './transaction/transaction-status.ts'

/**
 * What the chain says about a request to a wallet.
 * `allowed`: the contract allows what was asked for; `by` is a transaction of the account that made the call since then, where one is known.
 * `waiting`: this very call waits for a block. `unidentified`: something of the account waits for a block.
 * `unseen`: the node has forgotten what waited before it, so it would not show ours either, which comes after that.
 * `forgotten`: the node does not know the transaction that the wallet answered with, and its place is free.
 * `over`: that transaction was mined without effect, or another one took its place. It can do nothing any more.
 * `other`: the account's nonce was used, but not for this call. The request itself may be open in the wallet all the same, since wallets
 * choose the nonce when a request is approved.
 */
export type Finding =
  | { kind: 'nothing' }
  | { kind: 'allowed'; by: { transactionHash: TransactionHash; nonce: number } | null }
  | { kind: 'waiting'; transactionHash: TransactionHash; nonce: number }
  | { kind: 'unidentified' }
  | { kind: 'unseen' }
  | { kind: 'forgotten' }
  | { kind: 'over' }
  | { kind: 'other' }

/** The call data by which a call is recognised. */
export const encodeCall = ({ method, argument }: Pick<WalletCall, 'method' | 'argument'>): Hex =>
  method === 'addDevice' ? encodeAddDevice(argument) : encodeAddComposeHash(argument)

/** Compares nonce, event logs and the contract's list with what they were when the wallet was asked. Rejects when the chain cannot be asked. */
export async function lookForRequest(client: ChainClient, call: WalletCall, request: WalletRequest): Promise<Finding> {
  const { from, transactionHash } = request
  const [isAllowed, mined, withWaiting] = await Promise.all([
    isOnList(client, call),
    getTransactionCount(client, { address: from, blockTag: 'latest' }),
    getTransactionCount(client, { address: from, blockTag: 'pending' }),
  ])
  if (isAllowed) return { kind: 'allowed', by: await whatAllowedIt(client, call, request) }
  const waiting = withWaiting > mined ? await findWaiting(client, from, call) : null
  if (waiting) return waiting
  if (transactionHash) {
    const status = await transactionStatus(client, { transactionHash, from, nonce: request.nonce })
    if (status === 'pending') return { kind: 'waiting', transactionHash, nonce: request.nonce }
    if (status !== 'dropped') return { kind: 'over' }
    return withWaiting > request.nonce ? { kind: 'unidentified' } : { kind: 'forgotten' }
  }
  if (mined > request.nonce) return { kind: 'other' }
  if (withWaiting > request.nonce) return { kind: 'unidentified' }
  return { kind: withWaiting < request.nonce ? 'unseen' : 'nothing' }
}

const isOnList = (client: ChainClient, { appContract: address, method, argument }: WalletCall): Promise<boolean> =>
  method === 'addDevice'
    ? readContract(client, { address, abi: appAbi, functionName: 'allowedDeviceIds', args: [argument] })
    : readContract(client, { address, abi: appAbi, functionName: 'allowedComposeHashes', args: [argument] })

/** The account's own transaction, if it is one; `null` where somebody else was first, or where no node says so. */
async function whatAllowedIt(client: ChainClient, call: WalletCall, { from, fromBlock }: WalletRequest) {
  const { found } = await findAnnouncement(client, { ...call, fromBlock: BigInt(fromBlock) })
  if (!found) return null
  const sent = await getTransaction(client, { hash: found.transactionHash })
  return sameAddress(sent.from, from) ? { transactionHash: toTransactionHash(sent.hash), nonce: sent.nonce } : null
}

/** Our call among the transactions that wait for the next block, where the node shows them. */
async function findWaiting(client: ChainClient, from: Hex, call: WalletCall): Promise<Extract<Finding, { kind: 'waiting' }> | null> {
  const data = encodeCall(call).toLowerCase()
  try {
    const { transactions } = await getBlock(client, { blockTag: 'pending', includeTransactions: true })
    const ours = transactions.find(
      (sent) => sameAddress(sent.from, from) && sameAddress(sent.to, call.appContract) && sent.input.toLowerCase() === data,
    )
    return ours ? { kind: 'waiting', transactionHash: toTransactionHash(ours.hash), nonce: ours.nonce } : null
  } catch {
    return null // many public nodes do not show it; then the nonce has to do
  }
}
