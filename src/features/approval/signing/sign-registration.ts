import type { BaseError, EIP1193Provider } from 'viem'
import { createClient, custom, numberToHex, UnknownRpcError } from 'viem'
import { getTransactionError } from 'viem/utils'
import type { Config, Connector } from 'wagmi'
import { getConnection } from 'wagmi/actions'
import { readAppContract } from '@/chain/app-contract.ts'
import type { ChainClient } from '@/chain/chain-client.ts'
import { encodeAddComposeHash, sendingPoint, simulateRegistration } from '@/chain/registration.ts'
import { parseHash32, toBytes32, type Hex } from '@/domain/identifiers.ts'
import { systemClock } from '@/lib/clock.ts'
import type { UpdateHandle } from '@/updates/engine/update-handle.ts'
import type { Attempt, Ticket } from '@/updates/engine/update-machine.ts'
import { lookForSent, type Finding } from './look-for-sent.ts'
import { preflight, type PreflightFacts, type PreflightReason } from './preflight.ts'
import { transactionHashIn, walletFailure, type WalletFailure } from '@/features/approval/wallet/wallet-failure.ts'

export type SigningPhase = 'checking' | 'asking' | 'looking'

export type SigningResult =
  | { kind: 'sent' }
  | { kind: 'rejected' }
  /** Found at the last moment; the wallet was not asked. */
  | { kind: 'blocked'; reason: PreflightReason }
  /** `finding` is what the chain says about it; `null` when it could not be asked. */
  | { kind: 'failed'; failure: WalletFailure; finding: Finding | null }
  /** One is under way already. */
  | { kind: 'busy' }
  | { kind: 'cancelled' }

export interface SigningOptions {
  config: Config
  client: ChainClient
  ticket: Ticket
  proofOfAllowance: PreflightFacts['proofOfAllowance']
  /** A prompt that was never answered: it is looked up once more before a second one. */
  earlier: Attempt | null
  send: UpdateHandle['send']
  onPhase: (phase: SigningPhase) => void
  /** The person left while the last checks ran: then the wallet is not asked. */
  isCancelled: () => boolean
}

/** A node may need a moment to know what a wallet has just sent. */
const secondLookMs = 1_500

/** The newest signing of each ticket in this tab: a double click, or a second door, never opens a second prompt. */
const underWay = new Map<string, symbol>()
const keyOf = ({ chainId, appContract, composeHash }: Ticket) => `${chainId}:${appContract}:${composeHash}`

/** A prompt that this tab opened and that the wallet has not answered. */
export const isPromptOpen = (ticket: Ticket) => underWay.has(keyOf(ticket))

/** Gives up waiting for a prompt. The prompt itself stays in the wallet; should it be approved after all, it is still reported. */
export const stopWaitingFor = (ticket: Ticket) => void underWay.delete(keyOf(ticket))

/**
 * Checks everything once more, journals the attempt, asks the wallet and reports what came of it. The wallet is asked once, on the ticket's
 * chain and for the owner's account, or not at all.
 */
export async function signRegistration(options: SigningOptions): Promise<SigningResult> {
  const { ticket } = options
  const key = keyOf(ticket)
  if (underWay.has(key)) return { kind: 'busy' }
  const token = Symbol(key)
  underWay.set(key, token)
  /** False once someone stopped waiting and asked anew: then an answer to the older prompt must not disturb the newer one. */
  const isNewest = () => !underWay.has(key) || underWay.get(key) === token
  try {
    return await askWallet(options, isNewest)
  } finally {
    if (underWay.get(key) === token) underWay.delete(key)
  }
}

async function askWallet(options: SigningOptions, isNewest: () => boolean): Promise<SigningResult> {
  const { config, client, ticket, send, onPhase } = options
  onPhase('checking')

  const { connector } = getConnection(config)
  if (!connector) return { kind: 'blocked', reason: 'not-connected' }
  const composeHash = toBytes32(ticket.composeHash)

  let live: { account: Hex | null; chainId: number }
  try {
    live = await liveWallet(connector)
  } catch (error) {
    return { kind: 'failed', failure: walletFailure(error, 'sign'), finding: { kind: 'nothing' } }
  }
  const { account } = live
  if (!account) return { kind: 'blocked', reason: 'not-connected' }

  let attempt: Attempt
  try {
    const [contract, simulation, { nonce, fromBlock }] = await Promise.all([
      readAppContract(client, { appContract: ticket.appContract, composeHash, signer: account }),
      simulateRegistration(client, { appContract: ticket.appContract, composeHash, account }),
      sendingPoint(client, account),
    ])
    const verdict = preflight({
      ticket,
      isChainOffered: true,
      isChainUnreachable: false,
      contract,
      simulation,
      wallet: live,
      proofOfAllowance: options.proofOfAllowance,
    })
    if (!verdict.canSign) return { kind: 'blocked', reason: verdict.reason }
    if (options.earlier && (await wasSentAfterAll(options.earlier, options))) return { kind: 'sent' }
    attempt = { from: account, nonce, fromBlock: String(fromBlock), startedAt: systemClock.now().toISOString() }
  } catch {
    return { kind: 'blocked', reason: 'chain-unreachable' }
  }
  if (options.isCancelled()) return { kind: 'cancelled' }

  onPhase('asking')
  const after = send({ type: 'asking', attempt })
  // Another tab drives, or the update has moved on: what is not on record is not asked.
  if (after.step !== 'wallet' || after.stage !== 'prompting' || after.attempt !== attempt) return { kind: 'cancelled' }
  try {
    const hash = await requestSignature(connector, client, { account, to: ticket.appContract, data: encodeAddComposeHash(composeHash) })
    send({ type: 'sent', tx: { hash, from: account, nonce: attempt.nonce, sentAt: systemClock.now().toISOString() } })
    return { kind: 'sent' }
  } catch (error) {
    const failure = walletFailure(error, 'sign')
    if (failure.kind === 'sign-rejected') {
      if (isNewest()) send({ type: 'rejected' })
      return { kind: 'rejected' }
    }
    onPhase('looking')
    const sentAnyway = transactionHashIn(error)
    const finding: Finding | null = sentAnyway
      ? { kind: 'waiting', transactionHash: sentAnyway, nonce: attempt.nonce }
      : await lookTwice(client, ticket, attempt)
    reportFinding(finding, attempt, send, isNewest())
    return { kind: 'failed', failure, finding }
  }
}

async function wasSentAfterAll(earlier: Attempt, { client, ticket, send }: SigningOptions): Promise<boolean> {
  const finding = await lookForSent(client, ticket, earlier)
  if (finding.kind !== 'registered' && finding.kind !== 'waiting') return false
  reportFinding(finding, earlier, send)
  return true
}

/** Tells the update what the chain knows about an attempt. */
export function reportFinding(finding: Finding | null, attempt: Attempt, send: UpdateHandle['send'], isNewest = true): void {
  if (finding?.kind === 'registered') send({ type: 'alreadyAllowed', proof: finding.transactionHash })
  else if (finding?.kind === 'waiting') {
    const tx = { hash: finding.transactionHash, from: attempt.from, nonce: finding.nonce, sentAt: systemClock.now().toISOString() }
    send({ type: 'sent', tx })
  } else if (isNewest) {
    // Without certainty the attempt is kept, and what is known about it stays on screen.
    send(finding?.kind === 'nothing' ? { type: 'nothingSent' } : { type: 'closeWallet' })
  }
}

async function lookTwice(client: ChainClient, ticket: Ticket, attempt: Attempt): Promise<Finding | null> {
  try {
    const first = await lookForSent(client, ticket, attempt)
    if (first.kind !== 'nothing') return first
    await systemClock.wait(secondLookMs)
    return await lookForSent(client, ticket, attempt)
  } catch {
    return null
  }
}

/** What the wallet itself says now; wagmi's own state follows events that a wallet may have failed to send. */
async function liveWallet(connector: Connector): Promise<{ account: Hex | null; chainId: number }> {
  const [accounts, chainId] = await Promise.all([connector.getAccounts(), connector.getChainId()])
  return { account: accounts[0] ?? null, chainId }
}

/**
 * One `eth_sendTransaction`, with chain, account and a value of zero given outright: a wallet on another chain refuses it.
 * viem's own `sendTransaction` would ask a second time, with another method, when a wallet fails with a general code such as -32000,
 * and a wallet can fail so after it has sent.
 */
async function requestSignature(
  connector: Connector,
  { chain }: ChainClient,
  { account, to, data }: { account: Hex; to: Hex; data: Hex },
): Promise<Hex> {
  const provider = (await connector.getProvider({ chainId: chain.id })) as EIP1193Provider
  const wallet = createClient({ account, chain, transport: (options) => custom(provider)({ ...options, retryCount: 0 }) })
  try {
    const request = { from: account, to, data, value: '0x0', chainId: numberToHex(chain.id) } as const
    const hash = parseHash32(await wallet.request({ method: 'eth_sendTransaction', params: [request] }, { retryCount: 0, dedupe: false }))
    if (!hash) throw new UnknownRpcError(new Error('The wallet did not answer with the hash of a transaction.'))
    return `0x${hash}`
  } catch (error) {
    throw getTransactionError(error as BaseError, { account: wallet.account, chain, to, data, value: 0n })
  }
}
