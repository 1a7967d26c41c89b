import { TransactionNotFoundError, TransactionReceiptNotFoundError } from 'viem'
import { getTransaction, getTransactionCount, getTransactionReceipt } from 'viem/actions'
import type { Hex, TransactionHash } from '@/domain/identifiers.ts'
import type { ChainClient } from '../chain-client.ts'

/**
 * `mined-out-of-gas`: it failed since its gas limit was too low, whatever the contract would have said.
 * `pending`: the node knows it and it waits for a block.
 * `replaced`: another transaction used its nonce (sped up or cancelled in the wallet); this one can no longer happen.
 * `dropped`: the node has forgotten it and its nonce is still free. Another node may yet know it, so it is not safe to call it impossible.
 */
export type TransactionStatus = 'mined-success' | 'mined-reverted' | 'mined-out-of-gas' | 'pending' | 'replaced' | 'dropped'

/** Where a sent transaction stands, from the chain's facts alone. Rejects when the chain cannot be asked. */
export async function transactionStatus(
  client: ChainClient,
  sent: { transactionHash: TransactionHash; from: Hex; nonce: number },
): Promise<TransactionStatus> {
  const mined = await minedStatus(client, sent.transactionHash)
  if (mined) return mined
  if (await isKnown(client, sent.transactionHash)) return 'pending'
  const usedNonces = await getTransactionCount(client, { address: sent.from, blockTag: 'latest' })
  if (usedNonces <= sent.nonce) return 'dropped'
  // Its nonce is used. Perhaps by itself, in a block that came between the questions.
  return (await minedStatus(client, sent.transactionHash)) ?? 'replaced'
}

async function minedStatus(
  client: ChainClient,
  transactionHash: TransactionHash,
): Promise<Extract<TransactionStatus, `mined-${string}`> | null> {
  try {
    const { status, gasUsed } = await getTransactionReceipt(client, { hash: transactionHash })
    if (status === 'success') return 'mined-success'
    const { gas } = await getTransaction(client, { hash: transactionHash })
    // A refusal gives back what is left. Behind a proxy a 64th is left even when the contract itself had none.
    return gasUsed >= gas - gas / 32n ? 'mined-out-of-gas' : 'mined-reverted'
  } catch (error) {
    if (error instanceof TransactionReceiptNotFoundError) return null
    throw error
  }
}

async function isKnown(client: ChainClient, transactionHash: TransactionHash): Promise<boolean> {
  try {
    await getTransaction(client, { hash: transactionHash })
    return true
  } catch (error) {
    if (error instanceof TransactionNotFoundError) return false
    throw error
  }
}
