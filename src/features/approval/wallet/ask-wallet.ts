import type { BaseError, EIP1193Provider } from 'viem'
import { createClient, custom, numberToHex, UnknownRpcError } from 'viem'
import { getTransactionError } from 'viem/utils'
import type { Config, Connector } from 'wagmi'
import { getConnection } from 'wagmi/actions'
import type { CallRegister, WalletCall, WalletRequest } from '@/chain/call-register.ts'
import type { ChainClient } from '@/chain/chain-client.ts'
import { encodeCall, type Finding, lookForRequest } from '@/chain/look-for-request.ts'
import { sendingPoint } from '@/chain/registration.ts'
import { type Hex, sameAddress, type TransactionHash } from '@/domain/identifiers.ts'
import { parseTransactionHash } from '@/chain/transaction/transaction-hash.ts'
import { systemClock } from '@/lib/clock.ts'
import type { PreflightReason } from '@/features/approval/signing/preflight.ts'
import { transactionHashIn, walletFailure, type WalletFailure } from './wallet-failure.ts'

/** `reaching`: the wallet is asked for account and network; nothing is in it to confirm yet. */
export type AskingPhase = 'reaching' | 'checking' | 'asking' | 'looking'

export interface AskingOptions {
  config: Config
  client: ChainClient
  call: WalletCall
  register: CallRegister
  /** As far as the page knows. Asked from this account when it is connected, whichever one the wallet names first. */
  owner: Hex | null
  /** The last look before the wallet is asked; `null` when nothing is in the way. Rejects when the chain cannot be asked. */
  check: (wallet: { account: Hex; chainId: number }) => Promise<PreflightReason | null>
  /** Requests for this call that the person knows of and wants another one beside. */
  besides: readonly WalletRequest[]
  /** Whoever keeps a record of its own does so now; `false` keeps the wallet from being asked. */
  onAsking: (request: WalletRequest) => boolean
  onPhase: (phase: AskingPhase) => void
  /** The person left while the last checks ran: then the wallet is not asked. */
  isCancelled: () => boolean
}

/** `isNewest` is false once someone stopped waiting and asked anew: then the answer must not disturb what goes on by now. */
export type AskingResult =
  | { kind: 'sent'; request: WalletRequest; transactionHash: TransactionHash }
  | { kind: 'rejected'; request: WalletRequest; isNewest: boolean }
  /** Found at the last moment; the wallet was not asked. */
  | { kind: 'blocked'; reason: PreflightReason }
  /** An earlier request was approved after all, or waits for a block; the wallet was not asked again. */
  | { kind: 'found'; request: WalletRequest; finding: Finding }
  /** The wallet failed. `finding` is what the chain says about it, `null` when it could not be asked. */
  | { kind: 'failed'; request: WalletRequest | null; failure: WalletFailure; finding: Finding | null; isNewest: boolean }
  /** One is under way already. */
  | { kind: 'busy' }
  | { kind: 'cancelled' }

/** A node may need a moment to know what a wallet has just sent. */
const secondLookMs = 1_500

/** What this tab asks a wallet for at the moment: a double click, or a second dialog, never opens a second prompt. It ends with the page. */
const underWay = new Map<string, { asked: WalletRequest | null }>()
const keyOf = ({ chainId, appContract, method, argument }: WalletCall) => `${chainId}:${appContract}:${method}:${argument}`.toLowerCase()

/** The request for this call that the page waits for; `null` where none was made, or where the page stopped waiting. */
export const waitedFor = (call: WalletCall): WalletRequest | null => underWay.get(keyOf(call))?.asked ?? null

/** Gives up waiting. A prompt that is open stays in the wallet; should it be approved after all, it is still reported. */
export const stopWaitingFor = (call: WalletCall) => void underWay.delete(keyOf(call))

/**
 * Checks everything once more, notes the request and asks the wallet for the call: once, on the call's chain and from the owner's account,
 * or not at all.
 */
export async function askWallet(options: AskingOptions): Promise<AskingResult> {
  const key = keyOf(options.call)
  if (underWay.has(key)) return { kind: 'busy' }
  const run: { asked: WalletRequest | null } = { asked: null }
  underWay.set(key, run)
  const isNewest = () => (underWay.get(key) ?? run) === run
  try {
    return await checkAndAsk(options, run, isNewest)
  } finally {
    if (underWay.get(key) === run) underWay.delete(key)
  }
}

async function checkAndAsk(options: AskingOptions, run: { asked: WalletRequest | null }, isNewest: () => boolean): Promise<AskingResult> {
  const { config, client, call, register, onPhase } = options
  onPhase('reaching')
  const { connector } = getConnection(config)
  if (!connector) return { kind: 'blocked', reason: 'not-connected' }
  let live: { accounts: readonly Hex[]; chainId: number }
  try {
    // wagmi's own state follows events that a wallet may have failed to send.
    const [accounts, chainId] = await Promise.all([connector.getAccounts(), connector.getChainId()])
    live = { accounts, chainId }
  } catch (error) {
    return { kind: 'failed', request: null, failure: walletFailure(error, 'sign'), finding: { kind: 'nothing' }, isNewest: isNewest() }
  }
  // Connected a moment ago: a wallet that is locked names no account.
  const account = ownersOrFirst(live.accounts, options.owner)
  if (!account) return { kind: 'blocked', reason: 'locked' }

  onPhase('checking')
  const asked = await lastLook(options, { account, chainId: live.chainId }).catch(() => 'chain-unreachable' as const)
  if (typeof asked === 'string') return { kind: 'blocked', reason: asked }
  if ('kind' in asked) return asked
  if (options.isCancelled()) return { kind: 'cancelled' }

  const request: WalletRequest = { from: account, ...asked, startedAt: systemClock.now().toISOString() }
  if (!options.onAsking(request)) return { kind: 'cancelled' }
  register.open(call, request)
  run.asked = request
  onPhase('asking')
  try {
    const transactionHash = await requestTransaction(connector, client, { account, to: call.appContract, data: encodeCall(call) })
    register.sent(call, request, transactionHash)
    return { kind: 'sent', request, transactionHash }
  } catch (error) {
    const failure = walletFailure(error, 'sign')
    if (failure.kind === 'sign-rejected') {
      register.close(call, request)
      return { kind: 'rejected', request, isNewest: isNewest() }
    }
    onPhase('looking')
    const sentAnyway = transactionHashIn(error)
    const finding: Finding | null = sentAnyway
      ? { kind: 'waiting', transactionHash: sentAnyway, nonce: request.nonce }
      : await lookTwice(client, call, request)
    if (sentAnyway) register.sent(call, request, sentAnyway)
    // The wallet has answered, and nothing came of it.
    else if (finding?.kind === 'nothing') register.close(call, request)
    return { kind: 'failed', request, failure, finding, isNewest: isNewest() }
  } finally {
    register.heard(request)
  }
}

/** The owner's account where it is connected, else the one that the wallet names first. */
export const ownersOrFirst = (accounts: readonly Hex[], owner: Hex | null): Hex | null =>
  accounts.find((account) => sameAddress(account, owner)) ?? accounts[0] ?? null

/** From where to look for what will be sent, or why the wallet is not asked. */
async function lastLook(
  options: AskingOptions,
  wallet: { account: Hex; chainId: number },
): Promise<{ nonce: number; fromBlock: string } | PreflightReason | Extract<AskingResult, { kind: 'found' }>> {
  const { client, call, register, besides } = options
  const [reason, { nonce, fromBlock }] = await Promise.all([options.check(wallet), sendingPoint(client, wallet.account)])
  if (reason) return reason
  for (const request of register.requests(call)) {
    if (!besides.some(({ startedAt }) => startedAt === request.startedAt)) return 'request-open'
    const finding = await lookForRequest(client, call, request)
    if (finding.kind === 'waiting' || (finding.kind === 'allowed' && finding.by)) return { kind: 'found', request, finding }
  }
  return { nonce, fromBlock: String(fromBlock) }
}

async function lookTwice(client: ChainClient, call: WalletCall, request: WalletRequest): Promise<Finding | null> {
  try {
    const first = await lookForRequest(client, call, request)
    if (first.kind !== 'nothing') return first
    await systemClock.wait(secondLookMs)
    return await lookForRequest(client, call, request)
  } catch {
    return null
  }
}

/**
 * One `eth_sendTransaction`, with chain, account and a value of zero given outright: a wallet on another chain refuses it.
 * viem's own `sendTransaction` would ask a second time, with another method, when a wallet fails with a general code such as -32000,
 * and a wallet can fail so after it has sent.
 */
async function requestTransaction(
  connector: Connector,
  { chain }: ChainClient,
  { account, to, data }: { account: Hex; to: Hex; data: Hex },
): Promise<TransactionHash> {
  const provider = (await connector.getProvider({ chainId: chain.id })) as EIP1193Provider
  const wallet = createClient({ account, chain, transport: (options) => custom(provider)({ ...options, retryCount: 0 }) })
  try {
    const request = { from: account, to, data, value: '0x0', chainId: numberToHex(chain.id) } as const
    const answer = await wallet.request({ method: 'eth_sendTransaction', params: [request] }, { retryCount: 0, dedupe: false })
    const transactionHash = parseTransactionHash(answer)
    if (!transactionHash) throw new UnknownRpcError(new Error('The wallet did not answer with the hash of a transaction.'))
    return transactionHash
  } catch (error) {
    throw getTransactionError(error as BaseError, { account: wallet.account, chain, to, data, value: 0n })
  }
}
