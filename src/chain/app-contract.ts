import { BaseError, ContractFunctionZeroDataError, isAddressEqual, zeroAddress } from 'viem'
import { getBalance, getCode, readContract } from 'viem/actions'
import type { Bytes32, Hex } from '@/domain/identifiers.ts'
import { appAbi, safeAbi } from './abi.ts'
import type { ChainClient } from './chain-client.ts'
import { isUnread } from './unread.ts'

/**
 * Who may register a hash.
 * `account`: a plain account. `delegated-account`: an account with code lent to it (EIP-7702); it signs like a plain one.
 * `safe` and `contract` cannot sign in a browser wallet. `nobody`: ownership was given up, no hash can ever be added.
 */
export type AppOwner =
  | { address: Hex; kind: 'account' | 'delegated-account' | 'contract' | 'nobody' }
  | { address: Hex; kind: 'safe'; threshold: number; owners: readonly Hex[] }

/** `null` stands for what the contract does not know, or was not asked. A read that did not get through leaves no facts at all. */
export interface AppContractFacts {
  /** `false`: nothing lives at this address. Sending to it would succeed and change nothing. */
  hasCode: boolean
  owner: AppOwner | null
  composeHashAllowed: boolean | null
  deviceAllowed: boolean | null
  allowAnyDevice: boolean | null
  /** Whom the ownership was offered to; it moves once that account takes it. `null` also where ownership moves in one step. */
  pendingOwner: Hex | null
  /** Only machines whose platform is up to date may start; `null` also for contracts without that rule. */
  requiresTcbUpToDate: boolean | null
  accountBalanceWei: bigint | null
}

export interface AppContractQuestion {
  appContract: Hex
  composeHash?: Bytes32
  deviceId?: Bytes32
  /** What the same node is with another kind of OS image: one that is allowed is enough. */
  otherDeviceIds?: readonly Bytes32[]
  account?: Hex
  /**
   * For the last look before this account is asked to sign for the hash: should it own the contract, no questions are needed that tell a
   * Safe, and no second round trip. Devices and rules are left out.
   */
  signer?: Hex
}

/** What EIP-7702 puts in front of the address whose code an account borrows. */
const delegationPrefix = '0xef0100'

/**
 * Reads what decides whether and how a hash can be registered. Rejects when the chain cannot be asked, if only for one of the reads: a node
 * that turns a question away says nothing about the contract. What a contract does not answer is `null`, since older ones lack functions.
 */
export async function readAppContract(client: ChainClient, question: AppContractQuestion): Promise<AppContractFacts> {
  const { appContract: address, composeHash, deviceId, otherDeviceIds = [], account, signer } = question
  const app = { address, abi: appAbi } as const
  const [code, owner, composeHashAllowed, deviceAllowed, allowAnyDevice, pending, requiresTcbUpToDate, accountBalanceWei] =
    await Promise.all([
      getCode(client, { address }),
      orNull(readOwner(client, address, signer)),
      composeHash ? orNull(readContract(client, { ...app, functionName: 'allowedComposeHashes', args: [composeHash] })) : null,
      deviceId ? anyDeviceAllowed([deviceId, ...otherDeviceIds]) : null,
      signer ? null : orNull(readContract(client, { ...app, functionName: 'allowAnyDevice' })),
      signer ? null : orNull(readContract(client, { ...app, functionName: 'pendingOwner' })),
      signer ? null : orNull(readContract(client, { ...app, functionName: 'requireTcbUpToDate' })),
      account ? orNull(getBalance(client, { address: account })) : null,
    ])
  function anyDeviceAllowed(ids: Bytes32[]): Promise<boolean | null> {
    const answers = ids.map((id) => orNull(readContract(client, { ...app, functionName: 'allowedDeviceIds', args: [id] })))
    return Promise.all(answers).then((allowed) => allowed.find(Boolean) ?? allowed[0] ?? null)
  }
  const pendingOwner = pending === null || isAddressEqual(pending, zeroAddress) ? null : pending
  return {
    hasCode: code !== undefined,
    owner,
    composeHashAllowed,
    deviceAllowed,
    allowAnyDevice,
    pendingOwner,
    requiresTcbUpToDate,
    accountBalanceWei,
  }
}

/** Whether the contract has this hash on its list right now. Rejects when the chain cannot be asked. */
export function isComposeHashAllowed(client: ChainClient, question: { appContract: Hex; composeHash: Bytes32 }): Promise<boolean> {
  return readContract(client, {
    address: question.appContract,
    abi: appAbi,
    functionName: 'allowedComposeHashes',
    args: [question.composeHash],
  })
}

/**
 * Whether the contract is known to refuse a device, so that a CVM on it would not start. Older contracts lack these functions and refuse
 * none. Rejects when the chain cannot be asked.
 */
export async function isDeviceRefused(
  client: ChainClient,
  { appContract, deviceId }: { appContract: Hex; deviceId: Bytes32 },
): Promise<boolean> {
  const app = { address: appContract, abi: appAbi } as const
  try {
    const [isAllowed, isAnyAllowed] = await Promise.all([
      readContract(client, { ...app, functionName: 'allowedDeviceIds', args: [deviceId] }),
      readContract(client, { ...app, functionName: 'allowAnyDevice' }),
    ])
    return !isAllowed && !isAnyAllowed
  } catch (error) {
    if (isUnread(error)) throw error
    return false
  }
}

/** Whether a read failed since nothing at the address answers it; the chain itself did answer. */
export const isNoContract = (error: unknown): boolean =>
  error instanceof BaseError && error.walk((inner) => inner instanceof ContractFunctionZeroDataError) !== null

/** What an account is to an owner: it itself, one of the owners of a Safe, or `null`, nothing. */
export function partInOwner(owner: AppOwner, account: Hex): 'owner' | 'safe-owner' | null {
  if (isAddressEqual(owner.address, account)) return 'owner'
  return owner.kind === 'safe' && owner.owners.some((one) => isAddressEqual(one, account)) ? 'safe-owner' : null
}

async function readOwner(client: ChainClient, appContract: Hex, signer?: Hex): Promise<AppOwner> {
  const [address, signerCode] = await Promise.all([
    readContract(client, { address: appContract, abi: appAbi, functionName: 'owner' }),
    signer ? getCode(client, { address: signer }) : undefined,
  ])
  if (isAddressEqual(address, zeroAddress)) return { address, kind: 'nobody' }
  if (signer && isAddressEqual(address, signer)) return { address, kind: kindByCode(signerCode) }
  return readAsOwner(client, address)
}

function kindByCode(code: Hex | undefined) {
  if (code === undefined) return 'account'
  return code.toLowerCase().startsWith(delegationPrefix) ? 'delegated-account' : 'contract'
}

async function readAsOwner(client: ChainClient, address: Hex): Promise<AppOwner> {
  const safe = { address, abi: safeAbi } as const
  const [code, threshold, owners, version] = await Promise.all([
    getCode(client, { address }),
    orNull(readContract(client, { ...safe, functionName: 'getThreshold' })),
    orNull(readContract(client, { ...safe, functionName: 'getOwners' })),
    orNull(readContract(client, { ...safe, functionName: 'VERSION' })),
  ])
  const kind = kindByCode(code)
  if (kind !== 'contract' || threshold === null || owners === null || version === null) return { address, kind }
  return { address, kind: 'safe', threshold: Number(threshold), owners }
}

const orNull = <Answer>(reading: Promise<Answer>): Promise<Answer | null> =>
  reading.catch((error: unknown) => {
    if (isUnread(error)) throw error
    return null
  })
