import { getBalance, getGasPrice } from 'viem/actions'
import type { Hex } from '@/domain/identifiers.ts'
import type { ChainClient } from './chain-client.ts'

/** A first registration takes about 55,000 gas; a node will not estimate it for an account that cannot pay. */
const usualGas = 60_000n
/** Wallets offer more than the price of the moment. */
const headroomPercent = 120n

/** What an account holds, and what a call to an app contract may cost at most. Rejects when the chain cannot be asked. */
export async function readFunds(client: ChainClient, address: Hex): Promise<{ balanceWei: bigint; neededWei: bigint }> {
  const [balanceWei, gasPrice] = await Promise.all([getBalance(client, { address }), getGasPrice(client)])
  return { balanceWei, neededWei: (usualGas * gasPrice * headroomPercent) / 100n }
}
