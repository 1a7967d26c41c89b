import { getBlock, getTransactionReceipt } from 'viem/actions'
import { type Hex, sameAddress, toBytes32 } from '@/domain/identifiers.ts'
import { type ChainFacts, chainClient } from './chain-client.ts'
import { composeHashAddedTopic } from './registration.ts'

/** What a transaction's receipt says about a registration, for a person who checks it later. */
export interface RegistrationTrace {
  blockNumber: bigint
  /** ISO time of the block. */
  minedAt: string
  /** Every hash that the app contract itself announced in it. */
  announced: Hex[]
}

/** Reads it from the chain. Rejects when there is no receipt (yet) or the chain cannot be asked. */
export async function readRegistrationTrace(
  chain: ChainFacts,
  { transactionHash, appContract }: { transactionHash: Hex; appContract: Hex },
): Promise<RegistrationTrace> {
  const client = chainClient(chain)
  const { logs, blockNumber } = await getTransactionReceipt(client, { hash: transactionHash })
  const { timestamp } = await getBlock(client, { blockNumber })
  return {
    blockNumber,
    minedAt: new Date(Number(timestamp) * 1000).toISOString(),
    announced: logs
      .filter(({ address, topics }) => sameAddress(address, appContract) && topics[0] === composeHashAddedTopic)
      .map(({ data }) => toBytes32(data)),
  }
}
