import { encodeAbiParameters, encodeFunctionData, getAddress, keccak256 } from 'viem'
import type { Bytes32, Hex } from '@/domain/identifiers.ts'
import { isNoContract } from '../app-contract.ts'
import { readContract } from 'viem/actions'
import { type ChainFacts, chainClient } from '../chain-client.ts'
import { type OwnerCalls, ownerCalls } from '../safe-batch.ts'
import { isUnread } from '../unread.ts'

/** One call that the timelock makes, with the operation before it and its salt. */
const call = [
  { name: 'target', type: 'address' },
  { name: 'value', type: 'uint256' },
  { name: 'data', type: 'bytes' },
  { name: 'predecessor', type: 'bytes32' },
  { name: 'salt', type: 'bytes32' },
] as const
/** Several in one go. */
const batch = [
  { name: 'targets', type: 'address[]' },
  { name: 'values', type: 'uint256[]' },
  { name: 'payloads', type: 'bytes[]' },
  { name: 'predecessor', type: 'bytes32' },
  { name: 'salt', type: 'bytes32' },
] as const
const delay = { name: 'delay', type: 'uint256' } as const

/** What OpenZeppelin's TimelockController is asked to do, and how long it makes everybody wait. */
const timelockAbi = [
  { type: 'function', name: 'schedule', stateMutability: 'nonpayable', inputs: [...call, delay], outputs: [] },
  { type: 'function', name: 'execute', stateMutability: 'payable', inputs: call, outputs: [] },
  { type: 'function', name: 'scheduleBatch', stateMutability: 'nonpayable', inputs: [...batch, delay], outputs: [] },
  { type: 'function', name: 'executeBatch', stateMutability: 'payable', inputs: batch, outputs: [] },
  { type: 'function', name: 'getMinDelay', stateMutability: 'view', inputs: [], outputs: [{ name: '', type: 'uint256' }] },
] as const

/** What a proposer decides about an operation of a timelock. */
export interface TimelockTerms {
  /** The operation that has to be executed before; 32 zero bytes for none. */
  predecessor: Bytes32
  /** Tells operations apart that are otherwise the same. */
  salt: Bytes32
  /** At least the timelock's own minimum. */
  delaySeconds: bigint
}

export interface TimelockOperation {
  /** By which the timelock, its events and its tools know the operation. */
  id: Hex
  schedule: { method: 'schedule' | 'scheduleBatch'; data: Hex }
  /** To be sent when the delay has passed. */
  execute: { method: 'execute' | 'executeBatch'; data: Hex }
}

/**
 * The two calls that a timelock takes in the place of the owner's own: both go to the timelock, and the timelock alone calls the app
 * contract. Two calls to the app contract are one batch, executed as a whole.
 * Source: `TimelockController` of OpenZeppelin Contracts 5, whose calls have been these since version 4.
 */
export function timelockOperation(calls: OwnerCalls, { predecessor, salt, delaySeconds }: TimelockTerms): TimelockOperation {
  const target = getAddress(calls.appContract)
  const payloads = ownerCalls(calls).map(({ data }) => data)
  const [payload] = payloads
  if (payload !== undefined && payloads.length === 1) {
    const operation = [target, 0n, payload, predecessor, salt] as const
    return {
      id: keccak256(encodeAbiParameters(call, operation)),
      schedule: {
        method: 'schedule',
        data: encodeFunctionData({ abi: timelockAbi, functionName: 'schedule', args: [...operation, delaySeconds] }),
      },
      execute: { method: 'execute', data: encodeFunctionData({ abi: timelockAbi, functionName: 'execute', args: operation }) },
    }
  }
  const operation = [payloads.map(() => target), payloads.map(() => 0n), payloads, predecessor, salt] as const
  return {
    id: keccak256(encodeAbiParameters(batch, operation)),
    schedule: {
      method: 'scheduleBatch',
      data: encodeFunctionData({ abi: timelockAbi, functionName: 'scheduleBatch', args: [...operation, delaySeconds] }),
    },
    execute: { method: 'executeBatch', data: encodeFunctionData({ abi: timelockAbi, functionName: 'executeBatch', args: operation }) },
  }
}

/** How many seconds a timelock makes wait at least; `null` for what answers as none. Rejects when the chain cannot be asked. */
export async function readTimelockDelay(chain: ChainFacts, address: Hex, { baseUrl }: { baseUrl?: string } = {}): Promise<bigint | null> {
  const client = chainClient(chain, baseUrl === undefined ? {} : { baseUrl })
  try {
    return await readContract(client, { address, abi: timelockAbi, functionName: 'getMinDelay' })
  } catch (error) {
    if (!isNoContract(error) && isUnread(error)) throw error
    return null
  }
}
