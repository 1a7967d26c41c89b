// @vitest-environment jsdom
// @vitest-environment-options {"url": "http://sandbox.test"}
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { cleanup, configure, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { createWalletClient, http } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { waitForTransactionReceipt } from 'viem/actions'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { AppOwner } from '@/chain/app-contract.ts'
import { chainClient, viemChain } from '@/chain/chain-client.ts'
import type { Hex } from '@/domain/identifiers.ts'
import { someBytes32 } from '@/domain/testing/hashes.ts'
import { twoApps } from '../../../../sandbox/chain/testing/two-apps.ts'
import { TimelockCalls } from './TimelockCalls.tsx'

// The form over a real chain. Its call data is judged by the library's own timelock in `src/chain/calls/timelock.test.ts`.

configure({ asyncUtilTimeout: 20_000 })
vi.setConfig({ testTimeout: 60_000 })

const world = twoApps()
const realFetch = globalThis.fetch
/** Until it resolves, the chain answers this page nothing. */
let answers: Promise<void>

beforeEach(() => {
  answers = Promise.resolve()
  vi.stubGlobal('fetch', async (input: string, init: RequestInit = {}) => {
    const url = new URL(input)
    // The chain's own way to its node.
    if (url.origin !== location.origin) return realFetch(input, init)
    await answers
    const { signal: _signal, ...rest } = init
    return realFetch(`${world.served.baseUrl}${url.pathname}`, rest)
  })
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

function hold() {
  let release = () => {}
  answers = new Promise((resolve) => (release = resolve))
  return () => release()
}

/** Of a contract that answers everything with 86400, as a timelock answers how long it makes wait. */
const oneDay: Hex = '0x600c600c600039600c6000f36201518060005260206000f3'

async function deployed(code: Hex): Promise<Hex> {
  const { baseUrl, facts, chain } = world.served
  const wallet = createWalletClient({
    account: privateKeyToAccount(chain.accounts.owner.privateKey),
    chain: viemChain(facts),
    transport: http(`${baseUrl}/rpc/31337`),
  })
  const hash = await wallet.sendTransaction({ data: code, gas: 500_000n })
  return (await waitForTransactionReceipt(chainClient(facts, { baseUrl }), { hash })).contractAddress!
}

function show(first: AppOwner | null | undefined) {
  const queryClient = new QueryClient({ defaultOptions: { queries: { retryDelay: 1 } } })
  const calls = { chainId: 31337, appContract: world.app, composeHash: someBytes32('b'), deviceId: null }
  const formFor = (owner: typeof first) => (
    <QueryClientProvider client={queryClient}>
      <TimelockCalls calls={calls} chain={world.served.facts} owner={owner} />
    </QueryClientProvider>
  )
  const { rerender } = render(formFor(first))
  return (owner: typeof first) => rerender(formFor(owner))
}

const isOpen = () => document.querySelector('details')!.open
const shows = (text: RegExp) => screen.findByText(text)

test('what is read of the owner meanwhile opens the form and takes nothing away that was typed', async () => {
  const owner: AppOwner = { kind: 'contract', address: await deployed(oneDay) }
  const release = hold()
  const found = show(undefined)
  await shows(/^Whether the owner is a timelock is being read\./)
  expect(isOpen()).toBe(false)
  await userEvent.click(screen.getByText('For a timelock'))
  const typed = { Salt: someBytes32('5'), Predecessor: someBytes32('6'), Delay: '90000' }
  for (const [label, value] of Object.entries(typed)) {
    await userEvent.clear(screen.getByLabelText(label))
    await userEvent.type(screen.getByLabelText(label), value)
  }
  found(owner)
  await shows(/^Whether the owner is a timelock is being read\./)
  release()
  await shows(/^It makes everybody wait 1 d at least\./)
  expect(isOpen()).toBe(true)
  for (const [label, value] of Object.entries(typed)) expect(screen.getByLabelText<HTMLInputElement>(label).value, label).toBe(value)

  // Nor does it open again what somebody closed.
  await userEvent.click(screen.getByText('The owner is a timelock: schedule and execute'))
  found({ ...owner })
  expect(isOpen()).toBe(false)
})

test('a timelock opens the form by itself, with its own delay until one is typed', async () => {
  show({ kind: 'contract', address: await deployed(oneDay) })
  await shows(/^It makes everybody wait 1 d at least\./)
  expect(isOpen()).toBe(true)
  expect(screen.getByLabelText<HTMLInputElement>('Delay').value).toBe('86400')
  await userEvent.clear(screen.getByLabelText('Delay'))
  expect(screen.getByLabelText<HTMLInputElement>('Delay').value, 'emptied by hand').toBe('')
  await shows(/^Say how long the delay is\.$/)
})

test('a contract that answers as none, and one that could not be asked, are told apart', async () => {
  show({ kind: 'contract', address: world.app })
  await shows(/^The owner does not answer as OpenZeppelin’s TimelockController\./)
  cleanup()
  world.served.refuse(() => ({ code: -32_005, message: 'limit exceeded' }))
  show({ kind: 'contract', address: world.app })
  await shows(/^Whether the owner is a timelock could not be read\./)
  expect(isOpen()).toBe(false)
})

test('an owner who could not be read is no owner who is none, and an account is not asked', async () => {
  const found = show(null)
  await shows(/^Whether the owner is a timelock could not be read\./)
  found({ kind: 'account', address: world.owner })
  await shows(/^The owner itself is no timelock\./)
})
