import { getTransactionCount } from 'viem/actions'
import type { Hex } from '@/domain/identifiers.ts'
import type { ChainClient } from './chain-client.ts'

/** How many transactions of an account are mined, and how many with those that the node still holds back for a block. */
export async function accountNonces(client: ChainClient, address: Hex): Promise<{ mined: number; withPending: number }> {
  const [mined, withPending] = await Promise.all([
    getTransactionCount(client, { address, blockTag: 'latest' }),
    getTransactionCount(client, { address, blockTag: 'pending' }),
  ])
  return { mined, withPending }
}
