import { someBytes32 } from '@/domain/testing/hashes.ts'
import {
  BaseError,
  ChainMismatchError,
  ContractFunctionExecutionError,
  ContractFunctionRevertedError,
  createWalletClient,
  custom,
  encodeErrorResult,
  InsufficientFundsError,
  InternalRpcError,
  ResourceUnavailableRpcError,
  SwitchChainError,
  UserRejectedRequestError,
} from 'viem'
import { describe, expect, it } from 'vitest'
import { ConnectorAccountNotFoundError, ProviderNotFoundError, SwitchChainNotSupportedError } from 'wagmi'
import { appAbi } from '@/chain/abi.ts'
import { viemChain } from '@/chain/chain-client.ts'
import { encodeAddComposeHash } from '@/chain/registration.ts'
import { transactionHashIn, walletFailure, walletFailureKind } from './wallet-failure.ts'

const account = `0x${'0a'.repeat(20)}` as const
const chain = viemChain({
  id: 31337,
  name: 'Sandbox chain',
  currency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
  explorerUrl: null,
  walletRpcUrl: 'http://localhost:4173/rpc/31337',
})

/** What a page catches when the wallet answers `eth_sendTransaction` with this error. */
async function sendingFailsWith(answer: { code: number; message: string; data?: unknown }): Promise<unknown> {
  const provider = {
    request: ({ method }: { method: string }) =>
      method === 'eth_chainId' ? Promise.resolve('0x7a69') : Promise.reject(Object.assign(new Error(answer.message), answer)),
  }
  const wallet = createWalletClient({ account, chain, transport: custom(provider, { retryCount: 0 }) })
  return wallet.sendTransaction({ to: account, data: encodeAddComposeHash(someBytes32('11')), value: 0n }).catch((error: unknown) => error)
}

describe('walletFailureKind', () => {
  it.each([
    [4001, 'sign-rejected'],
    [5000, 'sign-rejected'],
    [4100, 'locked'],
    [4900, 'wallet-disconnected'],
    [4901, 'wallet-disconnected'],
    [4902, 'chain-unknown'],
    [-32002, 'request-pending'],
    [-32603, 'wallet-rpc'],
    [3, 'reverted'],
  ] as const)('finds code %i however deep a library has wrapped it', async (code, kind) => {
    expect(walletFailureKind(await sendingFailsWith({ code, message: 'anything at all' }), 'sign')).toBe(kind)
  })

  it('calls no wallet’s wording a rejection', async () => {
    expect(walletFailureKind(new Error('User rejected the request.'), 'sign')).toBe('unknown')
    expect(walletFailureKind(await sendingFailsWith({ code: -32603, message: 'user rejected' }), 'sign')).toBe('wallet-rpc')
  })

  it('tells what was declined', () => {
    const error = new UserRejectedRequestError(new Error('no'))
    expect(walletFailureKind(error, 'connect')).toBe('connect-rejected')
    expect(walletFailureKind(error, 'switchChain')).toBe('switch-rejected')
  })

  it('does not call a chain that could not be added a choice of the person', () => {
    const failedToAdd = new UserRejectedRequestError(Object.assign(new Error('bad rpc url'), { code: -32602 }))
    expect(walletFailureKind(failedToAdd, 'switchChain')).toBe('chain-not-added')
  })

  it('finds a lack of funds inside what is called a revert', () => {
    const inner = new InsufficientFundsError({ cause: new BaseError('execution reverted') })
    const outer = new ContractFunctionExecutionError(inner, { abi: appAbi, functionName: 'addComposeHash', args: [someBytes32('11')] })
    expect(walletFailureKind(outer, 'sign')).toBe('insufficient-funds')
  })

  it('decodes a refusal by the contract, also where the wallet hands on the raw data', async () => {
    const data = encodeErrorResult({ abi: appAbi, errorName: 'OwnableUnauthorizedAccount', args: [account] })
    const decoded = new ContractFunctionRevertedError({ abi: appAbi, data, functionName: 'addComposeHash' })
    expect(walletFailureKind(decoded, 'sign')).toBe('not-owner')
    expect(walletFailureKind(await sendingFailsWith({ code: 3, message: 'execution reverted', data }), 'sign')).toBe('not-owner')
    expect(walletFailureKind({ code: -32603, data: { data } }, 'sign')).toBe('not-owner')
  })

  it('knows wagmi’s own errors', () => {
    expect(walletFailureKind(new ProviderNotFoundError(), 'connect')).toBe('no-wallet')
    const connector = { name: 'Wallet' } as never
    expect(walletFailureKind(new ConnectorAccountNotFoundError({ address: account, connector }), 'sign')).toBe('wrong-account')
    expect(walletFailureKind(new ChainMismatchError({ chain, currentChainId: 1 }), 'sign')).toBe('wrong-chain')
    expect(walletFailureKind(new SwitchChainNotSupportedError({ connector }), 'switchChain')).toBe('switch-unsupported')
    expect(walletFailureKind(new SwitchChainError(new Error('unknown')), 'switchChain')).toBe('chain-unknown')
    expect(walletFailureKind(new ResourceUnavailableRpcError(new Error('pending')), 'connect')).toBe('request-pending')
    expect(walletFailureKind(new InternalRpcError(new Error('?')), 'sign')).toBe('wallet-rpc')
  })

  it('has an answer for anything that can be thrown', () => {
    for (const thrown of [undefined, null, 'text', 7, {}, Object.assign(new Error(), { cause: null })]) {
      expect(walletFailureKind(thrown, 'sign')).toBe('unknown')
    }
    const circular = { cause: null as unknown }
    circular.cause = circular
    expect(walletFailureKind(circular, 'sign')).toBe('unknown')
  })
})

describe('walletFailure', () => {
  it('keeps the wallet’s own words, and not the call’s data', async () => {
    const { detail } = walletFailure(await sendingFailsWith({ code: -32603, message: 'the node is tired' }), 'sign')
    expect(detail).toBe('the node is tired')
  })
})

describe('transactionHashIn', () => {
  it('finds the hash of a transaction that was sent although the wallet failed', async () => {
    const hash = `0x${'ab'.repeat(32)}`
    expect(transactionHashIn(await sendingFailsWith({ code: -32603, message: 'lost', data: { txHash: hash } }))).toBe(hash)
    expect(transactionHashIn(new Error('lost', { cause: { transactionHash: hash } }))).toBe(hash)
  })

  it('takes nothing else for a hash', async () => {
    expect(transactionHashIn(await sendingFailsWith({ code: 4001, message: 'no', data: { hash: '0x12' } }))).toBeNull()
    expect(transactionHashIn(undefined)).toBeNull()
  })
})
