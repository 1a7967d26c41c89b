import { createConfig, createStorage, injected, type Config } from 'wagmi'
import { chainTransport, viemChain, type ChainFacts } from '@/chain/chain-client.ts'
import { walletKey } from '@/lib/kept-wallet.ts'
import { browserStore } from '@/lib/storage.ts'

/** Holds the connector last used and the account it showed; nothing else. */
const storage = createStorage({
  key: walletKey,
  storage: {
    getItem: (key) => browserStore.read(key),
    setItem: (key, value) => void browserStore.write(key, value),
    removeItem: (key) => browserStore.remove(key),
  },
})

let made: { forChains: string; config: Config } | null = null

/**
 * wagmi over the chains that the gateway offers. One for the life of the page, however often the signing dialog opens: each one listens to all wallets.
 * The chain objects carry the RPC that a wallet may be told to add; reads stay on our own origin.
 */
export function walletConfig(chains: readonly [ChainFacts, ...ChainFacts[]]): Config {
  const forChains = JSON.stringify(chains)
  if (made?.forChains === forChains) return made.config
  const [first, ...others] = chains
  const config = createConfig({
    chains: [viemChain(first), ...others.map(viemChain)],
    connectors: [injected()],
    multiInjectedProviderDiscovery: true,
    transports: Object.fromEntries(chains.map(({ id }) => [id, chainTransport(id)])),
    storage,
  })
  made = { forChains, config }
  return config
}
