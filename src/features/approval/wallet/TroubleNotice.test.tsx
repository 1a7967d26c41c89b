// @vitest-environment jsdom
import { cleanup, render } from '@testing-library/react'
import { BaseError, createWalletClient, custom, encodeErrorResult, InsufficientFundsError } from 'viem'
import { afterEach, describe, expect, test } from 'vitest'
import { ProviderNotFoundError } from 'wagmi'
import { appAbi } from '@/chain/abi.ts'
import { TroubleNotice } from './TroubleNotice.tsx'
import { walletFailure, type WalletAction } from './wallet-failure.ts'
import { type TroubleContext, type WalletTrouble, walletTroubleTexts } from './wallet-failure-texts.ts'

afterEach(cleanup)

const names: TroubleContext = {
  chainName: 'Base',
  walletChain: 'Ethereum',
  currency: 'ETH',
  owner: '0xf39F…2266',
  ownerKind: 'a Safe',
  account: '0x7099…79C8',
}
const account = `0x${'0a'.repeat(20)}` as const

/** What the page catches when a wallet answers with this error, with whatever libraries wrap around it. */
const walletSays = (code: number, more: { message?: string; data?: unknown } = {}) => {
  const error = Object.assign(new Error(more.message ?? 'as the wallet puts it'), { code, ...more })
  return createWalletClient({ account, transport: custom({ request: () => Promise.reject(error) }, { retryCount: 0 }) })
    .sendTransaction({ chain: null, to: account })
    .catch((thrown: unknown) => thrown)
}
const notOwner = encodeErrorResult({ abi: appAbi, errorName: 'OwnableUnauthorizedAccount', args: [account] })

function shown(trouble: WalletTrouble, detail: string | null = null): string {
  const { container } = render(<TroubleNotice trouble={trouble} names={names} detail={detail} />)
  return container.textContent ?? ''
}

describe('what a wallet answers is shown with what is safe and what to do', () => {
  test.each<[string, WalletAction, unknown, string, RegExp, RegExp]>([
    [
      'no wallet',
      'connect',
      new ProviderNotFoundError(),
      'There is no wallet in this browser.',
      /Nothing was sent/,
      /Install one, or open the link below/,
    ],
    ['4001 connecting', 'connect', walletSays(4001), 'You declined to connect.', /Nothing was sent/, /Connect a wallet when you are ready/],
    [
      '4001 signing',
      'sign',
      walletSays(4001),
      'You declined. Nothing was sent.',
      /kept for about 14 days/,
      /Sign again when you are ready/,
    ],
    ['4001 switching', 'switchChain', walletSays(4001), 'You declined the change of network.', /Nothing was sent/, /lives on Base/],
    [
      '4100',
      'sign',
      walletSays(4100),
      'Your wallet is locked.',
      /Nothing was sent/,
      /Unlock it; this page updates automatically\. If it is not locked, .* connect it again/,
    ],
    [
      '-32002',
      'connect',
      walletSays(-32002),
      'Your wallet already shows a request from this site.',
      /Nothing was sent/,
      /Open the wallet and answer/,
    ],
    ['4902', 'switchChain', walletSays(4902), 'Base is not in your wallet.', /Nothing was sent/, /add it/],
    ['4900', 'sign', walletSays(4900), 'The wallet lost its connection.', /still followed/, /Connect again/],
    ['4901', 'sign', walletSays(4901), 'The wallet lost its connection.', /still followed/, /Connect again/],
    [
      'not the owner',
      'sign',
      walletSays(3, { data: notOwner }),
      'The contract says that this account is not its owner.',
      /no fee was paid/,
      /The owner is 0xf39F…2266\. Switch the account/,
    ],
    [
      'no funds',
      'sign',
      new InsufficientFundsError({ cause: new BaseError('x') }),
      'This account cannot pay the network fee.',
      /Nothing was sent/,
      /needs some ETH on Base/,
    ],
    ['a revert', 'sign', walletSays(3), 'The contract would refuse this call.', /no fee was paid/, /reason is below/],
    [
      '-32603',
      'sign',
      walletSays(-32603),
      'The wallet could not reach its network.',
      /Nothing was sent/,
      /choose another RPC.*hardware wallet.*blind signing/,
    ],
    [
      'anything else',
      'sign',
      new Error('device busy'),
      'The wallet answered in a way this console does not know.',
      /Nothing was sent/,
      /hardware wallet.*blind signing.*own words are below/,
    ],
  ])('%s', async (_signal, action, error, title, safe, next) => {
    const { kind, detail } = walletFailure(await error, action)
    const text = shown(kind, detail)
    expect(text.startsWith(title)).toBe(true)
    expect(text).toMatch(safe)
    expect(text).toMatch(next)
  })

  test('the wallet’s own words stand behind Details', async () => {
    const { kind, detail } = walletFailure(await walletSays(-32603, { message: 'the node is tired' }), 'sign')
    const { container } = render(<TroubleNotice trouble={kind} names={names} detail={detail} />)
    expect(container.querySelector('details')?.textContent).toContain('the node is tired')
  })
})

test('every trouble has a title, what is safe and what to do, and no text holds a name that is missing', () => {
  for (const trouble of Object.keys(walletTroubleTexts) as WalletTrouble[]) {
    const { title, safe, next } = walletTroubleTexts[trouble](names)
    for (const text of [title, safe, next]) {
      expect(text, trouble).toMatch(/\S/)
      expect(text, trouble).not.toMatch(/undefined|null|\[object/)
    }
  }
})
