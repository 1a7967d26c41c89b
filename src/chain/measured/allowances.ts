import { getBlockNumber, getChainId, getCode, readContract } from 'viem/actions'
import type { Client } from 'viem'
import type { Hex } from '@/domain/identifiers.ts'
import { appAbi } from '@/chain/abi.ts'
import { isUnread } from '@/chain/unread.ts'

/** What a measured CVM asks of its contracts. `null` was not measured, so it is not asked. */
export interface AllowanceQuestion {
  appContract: Hex
  /** Where OS images are allowed; `null` where nobody names it. */
  kmsContract: Hex | null
  composeHash: Hex | null
  deviceId: Hex | null
  osImageHash: Hex | null
}

/** What the contracts answered, all of it at one block. `null` for what was not asked, and for what a contract does not know. */
export interface Allowances {
  chainId: number
  block: number
  appContract: Hex
  kmsContract: Hex | null
  hasCode: boolean
  composeHashAllowed: boolean | null
  deviceAllowed: boolean | null
  anyDeviceAllowed: boolean | null
  osImageAllowed: boolean | null
}

const kmsAbi = [
  {
    type: 'function',
    name: 'allowedOsImages',
    stateMutability: 'view',
    inputs: [{ name: 'osImageHash', type: 'bytes32' }],
    outputs: [{ name: '', type: 'bool' }],
  },
] as const

/** Asks at the newest block. Rejects when the chain cannot be asked, if only for one of the questions. */
export async function readAllowances(client: Client, question: AllowanceQuestion): Promise<Allowances> {
  const { appContract, kmsContract, composeHash, deviceId, osImageHash } = question
  const [chainId, blockNumber] = await Promise.all([getChainId(client), getBlockNumber(client, { cacheTime: 0 })])
  const app = { address: appContract, abi: appAbi, blockNumber } as const
  const [code, composeHashAllowed, deviceAllowed, anyDeviceAllowed, osImageAllowed] = await Promise.all([
    getCode(client, { address: appContract, blockNumber }),
    composeHash && orNull(readContract(client, { ...app, functionName: 'allowedComposeHashes', args: [composeHash] })),
    deviceId && orNull(readContract(client, { ...app, functionName: 'allowedDeviceIds', args: [deviceId] })),
    orNull(readContract(client, { ...app, functionName: 'allowAnyDevice' })),
    kmsContract &&
      osImageHash &&
      orNull(
        readContract(client, { address: kmsContract, abi: kmsAbi, blockNumber, functionName: 'allowedOsImages', args: [osImageHash] }),
      ),
  ])
  return {
    chainId,
    block: Number(blockNumber),
    appContract,
    kmsContract,
    hasCode: code !== undefined,
    composeHashAllowed,
    deviceAllowed,
    anyDeviceAllowed,
    osImageAllowed,
  }
}

const orNull = <Answer>(reading: Promise<Answer>): Promise<Answer | null> =>
  reading.catch((error: unknown) => {
    if (isUnread(error)) throw error
    return null
  })
