import { getBlock, getTransactionReceipt } from 'viem/actions'
import {
  type Bytes32,
  type ComposeHash,
  type Hex,
  parseHash32,
  sameAddress,
  toBytes32,
  type TransactionHash,
} from '@/domain/identifiers.ts'
import { type ChainFacts, chainClient } from '../chain-client.ts'
import { announcedBy } from './log-search.ts'
import { findRegistration } from '../registration.ts'

/** What a transaction's receipt says about a registration, for a person who checks it later. */
export interface RegistrationTrace {
  transactionHash: TransactionHash
  blockNumber: bigint
  /** ISO time of the block. */
  minedAt: string
  /** Every hash that the app contract itself announced in it. */
  announced: Bytes32[]
}

/** A registration to look up, with its transaction where this browser knows it. */
export interface TracedCall {
  appContract: Hex
  composeHash: ComposeHash
  knownTransaction: TransactionHash | null
}

/**
 * Reads it from the chain. A transaction that nobody here knows, since somebody else finished the update, is looked for among the
 * contract's events; `null` when it is not found. Rejects when there is no receipt (yet) or the chain cannot be asked.
 */
export async function readRegistrationTrace(
  chain: ChainFacts,
  { knownTransaction, appContract, composeHash }: TracedCall,
): Promise<RegistrationTrace | null> {
  const client = chainClient(chain)
  const question = { appContract, composeHash: toBytes32(composeHash) }
  const transactionHash = knownTransaction ?? (await findRegistration(client, question)).found?.transactionHash
  if (!transactionHash) return null
  const { logs, blockNumber } = await getTransactionReceipt(client, { hash: transactionHash })
  const { timestamp } = await getBlock(client, { blockNumber })
  return {
    transactionHash,
    blockNumber,
    minedAt: new Date(Number(timestamp) * 1000).toISOString(),
    announced: logs
      .filter(({ address, topics }) => sameAddress(address, appContract) && topics[0] === announcedBy.addComposeHash)
      .flatMap(({ data }) => parseHash32(data) ?? [])
      .map(toBytes32),
  }
}
