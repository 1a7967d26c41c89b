import { isAddressEqual, zeroAddress } from 'viem'
import { getBalance, getCode, readContract } from 'viem/actions'
import type { Hex } from '@/domain/identifiers.ts'
import { appAbi, safeAbi } from './abi.ts'
import type { ChainClient } from './chain-client.ts'

/**
 * Who may register a hash.
 * `account`: a plain account. `delegated-account`: an account with code lent to it (EIP-7702); it signs like a plain one.
 * `safe` and `contract` cannot sign in a browser wallet. `nobody`: ownership was given up, no hash can ever be added.
 */
export type AppOwner =
  | { address: Hex; kind: 'account' | 'delegated-account' | 'contract' | 'nobody' }
  | { address: Hex; kind: 'safe'; threshold: number; owners: readonly Hex[] }

/** `null` stands for what could not be read, or was not asked. */
export interface AppContractFacts {
  /** `false`: nothing lives at this address. Sending to it would succeed and change nothing. */
  hasCode: boolean
  owner: AppOwner | null
  composeHashAllowed: boolean | null
  deviceAllowed: boolean | null
  allowAnyDevice: boolean | null
  accountBalanceWei: bigint | null
}

export interface AppContractQuestion {
  appContract: Hex
  composeHash?: Hex
  deviceId?: Hex
  account?: Hex
  /** Looked at along with everything else, which saves a round trip where it turns out to be the owner. */
  likelyOwner?: Hex
}

/** What EIP-7702 puts in front of the address whose code an account borrows. */
const delegationPrefix = '0xef0100'

/**
 * Reads what decides whether and how a hash can be registered. Rejects only when the chain cannot be asked at all;
 * a single read that fails leaves its own fact `null`, since older contracts lack some of these functions.
 */
export async function readAppContract(client: ChainClient, question: AppContractQuestion): Promise<AppContractFacts> {
  const { appContract: address, composeHash, deviceId, account, likelyOwner } = question
  const app = { address, abi: appAbi } as const
  const [code, owner, composeHashAllowed, deviceAllowed, allowAnyDevice, accountBalanceWei] = await Promise.all([
    getCode(client, { address }),
    orNull(readOwner(client, address, likelyOwner)),
    composeHash ? orNull(readContract(client, { ...app, functionName: 'allowedComposeHashes', args: [composeHash] })) : null,
    deviceId ? orNull(readContract(client, { ...app, functionName: 'allowedDeviceIds', args: [deviceId] })) : null,
    orNull(readContract(client, { ...app, functionName: 'allowAnyDevice' })),
    account ? orNull(getBalance(client, { address: account })) : null,
  ])
  return { hasCode: code !== undefined, owner, composeHashAllowed, deviceAllowed, allowAnyDevice, accountBalanceWei }
}

/** Whether the contract has this hash on its list right now. Rejects when the chain cannot be asked. */
export function isComposeHashAllowed(client: ChainClient, question: { appContract: Hex; composeHash: Hex }): Promise<boolean> {
  return readContract(client, {
    address: question.appContract,
    abi: appAbi,
    functionName: 'allowedComposeHashes',
    args: [question.composeHash],
  })
}

async function readOwner(client: ChainClient, appContract: Hex, likelyOwner?: Hex): Promise<AppOwner> {
  const guessed = likelyOwner ? orNull(readAsOwner(client, likelyOwner)) : null
  const address = await readContract(client, { address: appContract, abi: appAbi, functionName: 'owner' })
  if (isAddressEqual(address, zeroAddress)) return { address, kind: 'nobody' }
  const isGuessRight = likelyOwner !== undefined && isAddressEqual(address, likelyOwner)
  return (isGuessRight ? await guessed : null) ?? readAsOwner(client, address)
}

async function readAsOwner(client: ChainClient, address: Hex): Promise<AppOwner> {
  const safe = { address, abi: safeAbi } as const
  const [code, threshold, owners, version] = await Promise.all([
    getCode(client, { address }),
    orNull(readContract(client, { ...safe, functionName: 'getThreshold' })),
    orNull(readContract(client, { ...safe, functionName: 'getOwners' })),
    orNull(readContract(client, { ...safe, functionName: 'VERSION' })),
  ])
  if (code === undefined) return { address, kind: 'account' }
  if (code.toLowerCase().startsWith(delegationPrefix)) return { address, kind: 'delegated-account' }
  if (threshold === null || owners === null || version === null) return { address, kind: 'contract' }
  return { address, kind: 'safe', threshold: Number(threshold), owners }
}

const orNull = <Answer>(reading: Promise<Answer>): Promise<Answer | null> => reading.catch(() => null)
