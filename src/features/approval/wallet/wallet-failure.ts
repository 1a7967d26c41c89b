import { BaseError, ContractFunctionRevertedError, ExecutionRevertedError, InsufficientFundsError } from 'viem'
import { revertWords } from '@/chain/revert-words.ts'
import type { Hex, TransactionHash } from '@/domain/identifiers.ts'
import { parseTransactionHash } from '@/chain/transaction/transaction-hash.ts'

/** What the wallet was asked for when it failed. */
export type WalletAction = 'connect' | 'switchChain' | 'sign'

/** Every way in which a wallet, or the chain behind it, can say no. Texts: `wallet-failure-texts.ts`. */
export type WalletFailureKind =
  | 'no-wallet'
  | 'connect-rejected'
  | 'switch-rejected'
  | 'sign-rejected'
  | 'locked'
  | 'request-pending'
  | 'chain-unknown'
  | 'chain-not-added'
  | 'switch-unsupported'
  | 'wallet-disconnected'
  | 'wrong-chain'
  | 'wrong-account'
  | 'not-owner'
  | 'insufficient-funds'
  | 'reverted'
  | 'wallet-rpc'
  | 'unknown'

export interface WalletFailure {
  kind: WalletFailureKind
  action: WalletAction
  /** The wallet's own words, shortened; `null` when it had none. */
  detail: string | null
}

const rejectedBy: Record<WalletAction, WalletFailureKind> = {
  connect: 'connect-rejected',
  switchChain: 'switch-rejected',
  sign: 'sign-rejected',
}

/** EIP-1193 and EIP-1474 codes; 5000 is what WalletConnect says for 4001. */
const byCode: Record<number, WalletFailureKind> = {
  4100: 'locked',
  4900: 'wallet-disconnected',
  4901: 'wallet-disconnected',
  4902: 'chain-unknown',
  [-32002]: 'request-pending',
  3: 'reverted',
}
const rejectionCodes = new Set([4001, 5000])

/** wagmi's errors, which carry no code. */
const byName: Record<string, WalletFailureKind> = {
  ProviderNotFoundError: 'no-wallet',
  ConnectorNotFoundError: 'no-wallet',
  ConnectorNotConnectedError: 'wallet-disconnected',
  ConnectorAccountNotFoundError: 'wrong-account',
  ConnectorChainMismatchError: 'wrong-chain',
  ChainMismatchError: 'wrong-chain',
  SwitchChainNotSupportedError: 'switch-unsupported',
}

/** Selector of `OwnableUnauthorizedAccount(address)`: wallets hand on revert data without decoding it. */
const unauthorizedSelector = '0x118cdaa7'

/** Decides by class and code, from the innermost error outwards: libraries wrap one error in another, and never by its text. */
export function walletFailureKind(error: unknown, action: WalletAction): WalletFailureKind {
  const chain = causesOf(error)
  const has = (test: (cause: Cause) => boolean) => chain.some(test)

  // Nodes and wallets call a lack of funds "reverted" as well, so it is looked for first.
  if (has((cause) => cause instanceof InsufficientFundsError)) return 'insufficient-funds'

  // The innermost code is the wallet's own: wagmi calls every failure to add a chain a rejection.
  const code = chain
    .map((cause) => cause.code)
    .filter((value): value is number => typeof value === 'number' && value !== -1)
    .at(-1)
  if (code !== undefined && rejectionCodes.has(code)) return rejectedBy[action]
  if (has(isUnauthorized)) return 'not-owner'
  if (code !== undefined && byCode[code]) return byCode[code]
  if (has((cause) => cause instanceof ContractFunctionRevertedError || cause instanceof ExecutionRevertedError)) return 'reverted'
  if (action === 'switchChain' && has((cause) => rejectionCodes.has(Number(cause.code)))) return 'chain-not-added'

  const named = chain.map((cause) => byName[String(cause.name)]).find((kind) => kind !== undefined)
  if (named) return named
  return code !== undefined && code < 0 ? 'wallet-rpc' : 'unknown'
}

/** The failure with the wallet's own words, for "details". */
export function walletFailure(error: unknown, action: WalletAction): WalletFailure {
  const innermost = causesOf(error).at(-1)
  const words = error instanceof BaseError && error.details ? error.details : innermost?.message
  const said = typeof words === 'string' && words.trim() !== '' ? words.trim().slice(0, 300) : null
  const reason = revertIn(error)
  const detail = said && reason ? `${said} (${reason})` : (said ?? reason)
  return { kind: walletFailureKind(error, action), action, detail }
}

/** What the contract said, where the wallet hands it on undecoded. */
function revertIn(error: unknown): string | null {
  for (const cause of causesOf(error)) {
    const { data } = cause
    const raw = typeof data === 'object' && data !== null ? (data as Cause).data : data
    if (typeof raw === 'string' && /^0x(?:[0-9a-f]{2}){4,}$/i.test(raw)) return revertWords(raw as Hex)
  }
  return null
}

/** The hash of a transaction that was sent although the wallet reported a failure, where its error carries one. */
export function transactionHashIn(error: unknown): TransactionHash | null {
  for (const cause of causesOf(error)) {
    const { data } = cause
    for (const holder of [cause, typeof data === 'object' && data !== null ? (data as Cause) : null]) {
      const named = [holder?.transactionHash, holder?.txHash, holder?.hash].map(parseTransactionHash)
      const transactionHash = named.find((parsed) => parsed !== null)
      if (transactionHash) return transactionHash
    }
  }
  return null
}

interface Cause {
  name?: unknown
  message?: unknown
  code?: unknown
  data?: unknown
  transactionHash?: unknown
  txHash?: unknown
  hash?: unknown
}

const mostCauses = 16

/** The error and what is inside it, outermost first. Some mobile wallets put the real one under `data.originalError`. */
function causesOf(error: unknown): Cause[] {
  const found: Cause[] = []
  let next = error
  while (typeof next === 'object' && next !== null && found.length < mostCauses && !found.includes(next)) {
    found.push(next)
    const { cause, data } = next as { cause?: unknown; data?: { originalError?: unknown } | null }
    next = cause ?? (typeof data === 'object' && data !== null ? data.originalError : undefined)
  }
  return found
}

function isUnauthorized(cause: Cause): boolean {
  if (cause instanceof ContractFunctionRevertedError && cause.data?.errorName === 'OwnableUnauthorizedAccount') return true
  const { data } = cause
  const raw = typeof data === 'object' && data !== null ? (data as Cause).data : data
  return typeof raw === 'string' && raw.toLowerCase().startsWith(unauthorizedSelector)
}
