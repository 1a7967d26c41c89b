// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { renderHook, waitFor } from '@testing-library/react'
import type { ReactNode } from 'react'
import { createConfig, createConnector, createStorage, custom, WagmiContext, type Config, type Connector } from 'wagmi'
import { connect, disconnect } from 'wagmi/actions'
import { expect, test } from 'vitest'
import { viemChain } from '@/chain/chain-client.ts'
import { accountsIn } from '@/lib/kept-wallet.ts'
import { useWallet } from './use-wallet.ts'

const owner = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266'
const chain = viemChain({
  id: 31337,
  name: 'Sandbox chain',
  currency: { name: 'Sandbox Ether', symbol: 'ETH', decimals: 18 },
  explorerUrl: null,
  walletRpcUrl: 'http://127.0.0.1/rpc/31337',
})

/** A page's wallets, over what the browser kept from the page before; `permission` is the wallet's answer to "is this page connected?". */
function openPage(kept: Map<string, string>, permission: Promise<boolean>): Config {
  const connector = createConnector(() => ({
    id: 'slow',
    name: 'Slow wallet',
    type: 'injected',
    connect: async () => ({ accounts: [owner] as never, chainId: chain.id }),
    disconnect: async () => {},
    getAccounts: async () => [owner] as const,
    getChainId: async () => chain.id,
    getProvider: async () => ({}),
    isAuthorized: () => permission,
    onAccountsChanged: () => {},
    onChainChanged: () => {},
    onDisconnect: () => {},
  }))
  return createConfig({
    chains: [chain],
    connectors: [connector],
    multiInjectedProviderDiscovery: false,
    transports: { [chain.id]: custom({ request: async () => '0x' }) },
    storage: createStorage({
      storage: {
        getItem: (key) => kept.get(key) ?? null,
        setItem: (key, value) => void kept.set(key, value),
        removeItem: (key) => void kept.delete(key),
      },
    }),
  })
}

test('a wallet that is still being found again after a reload is not yet asked for anything', async () => {
  const kept = new Map<string, string>()
  const before = openPage(kept, Promise.resolve(true))
  await connect(before, { connector: before.connectors[0] as Connector })

  let answer = (_isConnected: boolean) => {}
  const after = openPage(kept, new Promise((resolve) => (answer = resolve)))
  await waitFor(() => expect(after.state.current, 'what storage says is read').not.toBeNull())
  const client = new QueryClient()
  const { result } = renderHook(useWallet, {
    wrapper: ({ children }: { children: ReactNode }) => (
      <WagmiContext.Provider value={after}>
        <QueryClientProvider client={client}>{children}</QueryClientProvider>
      </WagmiContext.Provider>
    ),
  })
  await waitFor(() => expect(result.current.isReconnecting).toBe(true))
  // wagmi knows the account from storage by now, and of the connector nothing but its name.
  expect(after.state.connections.size).toBe(1)
  expect(result.current).toMatchObject({ connector: null, accounts: [] })

  answer(true)
  await waitFor(() => expect(result.current.accounts).toEqual([owner]))
  expect(await result.current.connector?.getAccounts()).toEqual([owner])
})

test('the accounts of a connected wallet are told from what wagmi keeps, without asking a wallet, and are gone with the connection', async () => {
  const kept = new Map<string, string>()
  const page = openPage(kept, Promise.resolve(true))
  const stored = () => accountsIn(kept.get('wagmi.store') ?? null)
  expect(stored()).toEqual([])
  await connect(page, { connector: page.connectors[0] as Connector })
  await waitFor(() => expect(stored()).toEqual([owner]))
  await disconnect(page)
  await waitFor(() => expect(stored()).toEqual([]))
  for (const text of [null, '', '{', 'null', '[]', '{"state":{"connections":{"value":[null,[1],["x",{"accounts":[1]}]]}}}'])
    expect(accountsIn(text)).toEqual([])
})
