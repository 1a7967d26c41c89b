import { BaseError, ContractFunctionRevertedError, encodeFunctionData, InsufficientFundsError, TransactionReceiptNotFoundError } from 'viem'
import {
  getBalance,
  getBlockNumber,
  getCode,
  getGasPrice,
  getTransactionCount,
  getTransactionReceipt,
  simulateContract,
} from 'viem/actions'
import { type Bytes32, type Hex, sameAddress, type TransactionHash } from '@/domain/identifiers.ts'
import { appAbi } from './abi.ts'
import { isComposeHashAllowed } from './app-contract.ts'
import type { ChainClient } from './chain-client.ts'
import { announcedBy, findAnnouncement, type LogSearch } from './logs/log-search.ts'
import { revertWords } from './revert-words.ts'
import { isUnread } from './unread.ts'

/** The call data of `addComposeHash`: what a wallet shows, and what a Safe is given to execute. */
export const encodeAddComposeHash = (composeHash: Bytes32): Hex =>
  encodeFunctionData({ abi: appAbi, functionName: 'addComposeHash', args: [composeHash] })

export type SimulatedRegistration =
  /** `feeWei` is what the call itself may cost at most; chains on top of another chain add a little for publishing it there. */
  | { ok: true; gas: bigint; feeWei: bigint }
  | { ok: false; reason: 'no-contract' | 'not-owner' | 'insufficient-funds' | 'reverted' | 'unreachable'; detail: string }

/**
 * Tries `addComposeHash` without sending anything. Decides by kind of error, in an order that finds the real reason first:
 * nodes wrap a lack of funds and a refusal alike into "reverted".
 */
export async function simulateRegistration(
  client: ChainClient,
  call: { appContract: Hex; composeHash: Bytes32; account: Hex },
): Promise<SimulatedRegistration> {
  try {
    // Asked at once, which is one request; judged one after the other, so that the real reason is found first.
    const [code, estimated, balanceOf, price] = await Promise.all([
      settled(getCode(client, { address: call.appContract })),
      settled(estimateGas(client, call)),
      settled(getBalance(client, { address: call.account })),
      settled(getGasPrice(client)),
    ])
    // A call to an address without code succeeds and does nothing.
    if (code() === undefined) return { ok: false, reason: 'no-contract', detail: 'There is no contract at this address.' }
    const gas = await gasOrReason(estimated, () => explainRefusal(client, call))
    const balance = balanceOf()
    // Some nodes refuse to estimate for an empty account, in words of their own.
    if (balance === 0n) return { ok: false, reason: 'insufficient-funds', detail: 'The account holds 0 wei.' }
    const feeWei = (gas() * price() * feeHeadroomPercent) / 100n
    if (balance < feeWei) {
      return { ok: false, reason: 'insufficient-funds', detail: `The account holds ${balance} wei and needs up to ${feeWei} wei.` }
    }
    return { ok: true, gas: gas(), feeWei }
  } catch (error) {
    return { ok: false, ...whyNot(error) }
  }
}

/** A node says that a call fails when it estimates; only a call that is tried out says why, decoded. Throws that reason. */
async function gasOrReason(estimated: () => bigint, explain: () => Promise<unknown>): Promise<() => bigint> {
  try {
    estimated()
  } catch {
    await explain()
  }
  return estimated
}

const explainRefusal = (
  client: ChainClient,
  { appContract, composeHash, account }: { appContract: Hex; composeHash: Bytes32; account: Hex },
) => simulateContract(client, { address: appContract, abi: appAbi, functionName: 'addComposeHash', args: [composeHash], account })

/** Keeps a failure until someone asks for the result. */
const settled = <Answer>(asked: Promise<Answer>): Promise<() => Answer> =>
  asked.then(
    (answer) => () => answer,
    (error: unknown) => () => {
      throw error
    },
  )

/** Wallets offer more than the price of the moment, so that the next dearer block still takes the transaction. */
const feeHeadroomPercent = 120n

/** Asked in plain JSON-RPC: viem's own estimate brings 8 KB along for blobs, nonces and signing. */
async function estimateGas(
  client: ChainClient,
  { account, appContract, composeHash }: { account: Hex; appContract: Hex; composeHash: Bytes32 },
) {
  const data = encodeAddComposeHash(composeHash)
  return BigInt(await client.request({ method: 'eth_estimateGas', params: [{ from: account, to: appContract, data }] }))
}

function whyNot(error: unknown): { reason: 'not-owner' | 'insufficient-funds' | 'reverted' | 'unreachable'; detail: string } {
  if (!(error instanceof BaseError)) throw error // a mistake of ours, not an answer of the chain
  const detail = error.shortMessage
  if (isUnread(error)) return { reason: 'unreachable', detail }
  if (error.walk((inner) => inner instanceof InsufficientFundsError)) return { reason: 'insufficient-funds', detail }
  const reverted = error.walk((inner) => inner instanceof ContractFunctionRevertedError)
  if (!(reverted instanceof ContractFunctionRevertedError)) return { reason: 'unreachable', detail }
  const words = reverted.raw ? revertWords(reverted.raw) : null
  return { reason: reverted.data?.errorName === 'OwnableUnauthorizedAccount' ? 'not-owner' : 'reverted', detail: words ?? detail }
}

/**
 * From where to look for a transaction that the wallet may send although we never learn its hash. Note it before opening the wallet.
 * `nonce` is the one that it would have: after those that wait for a block already, where the node counts them.
 */
export async function sendingPoint(client: ChainClient, account: Hex): Promise<{ nonce: number; fromBlock: bigint }> {
  const [nonce, fromBlock] = await Promise.all([
    getTransactionCount(client, { address: account, blockTag: 'pending' }),
    getBlockNumber(client),
  ])
  return { nonce, fromBlock }
}

/** The newest transaction in which the app contract announced this hash; see `findAnnouncement`. */
export const findRegistration = (
  client: ChainClient,
  { composeHash, ...question }: { appContract: Hex; composeHash: Bytes32; fromBlock?: bigint; toBlock?: bigint },
): Promise<LogSearch> => findAnnouncement(client, { ...question, method: 'addComposeHash', argument: composeHash })

export interface VerifiedRegistration {
  receipt: 'missing' | 'reverted' | 'success'
  /** The block that holds it; `null` without a receipt. */
  blockNumber: bigint | null
  /** The receipt holds `ComposeHashAdded` with this hash, and the app contract itself sent it. */
  eventFromAppContract: boolean
  mappingAllowed: boolean
}

/**
 * Blocks that a registration must be deep before it counts, its own among them. Ethereum replaces its newest block now and then; the
 * chains on top of it hand out blocks in an order that stays.
 */
const depthOn: Record<number, bigint> = { 1: 2n }

/** Whether a transaction in this block counts on this chain. Rejects when the chain cannot be asked. */
export async function isDeepEnough(client: ChainClient, blockNumber: bigint): Promise<boolean> {
  const depth = depthOn[client.chain.id] ?? 1n
  return depth === 1n || (await getBlockNumber(client)) - blockNumber + 1n >= depth
}

/** Only when all three agree is a hash registered: a cancelled transaction has a successful receipt too. Rejects when the chain cannot be asked. */
export async function verifyRegistration(
  client: ChainClient,
  claim: { transactionHash: TransactionHash; appContract: Hex; composeHash: Bytes32 },
): Promise<VerifiedRegistration> {
  const [receipt, mappingAllowed] = await Promise.all([
    getTransactionReceipt(client, { hash: claim.transactionHash }).catch((error: unknown) => {
      if (error instanceof TransactionReceiptNotFoundError) return null
      throw error
    }),
    isComposeHashAllowed(client, claim),
  ])
  if (!receipt) return { receipt: 'missing', blockNumber: null, eventFromAppContract: false, mappingAllowed }
  const eventFromAppContract = receipt.logs.some(
    ({ address, topics, data }) =>
      sameAddress(address, claim.appContract) &&
      topics[0] === announcedBy.addComposeHash &&
      data.toLowerCase() === claim.composeHash.toLowerCase(),
  )
  return { receipt: receipt.status, blockNumber: receipt.blockNumber, eventFromAppContract, mappingAllowed }
}
