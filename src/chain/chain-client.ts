import { createClient, defineChain, type Chain, type Client, type HttpTransport } from 'viem'
import { rpcTransport } from './rpc-transport.ts'

/** How `/config.json` describes a chain. */
export interface ChainFacts {
  id: number
  name: string
  currency: { name: string; symbol: string; decimals: number }
  explorerUrl: string | null
  /** What a wallet may be told to add; reads go through the gateway instead. */
  walletRpcUrl: string
}

export type ChainClient = Client<HttpTransport, Chain>

/** Multicall3 has the same address on every chain the console knows, the sandbox chain included. */
const multicall3 = { address: '0xca11bde05977b3631167028862be2a173976ca11' } as const

/** The chain as viem and wagmi want it. Its RPC is the wallet's: that is the one which leaves this origin. */
export function viemChain(facts: ChainFacts): Chain {
  return defineChain({
    id: facts.id,
    name: facts.name,
    nativeCurrency: facts.currency,
    rpcUrls: { default: { http: [facts.walletRpcUrl] } },
    ...(facts.explorerUrl ? { blockExplorers: { default: { name: 'Explorer', url: facts.explorerUrl } } } : {}),
    contracts: { multicall3 },
    testnet: facts.id === 31337,
  })
}

/** Where the gateway answers read requests for a chain. `baseUrl` is the page's own origin unless a test says otherwise. */
const rpcUrl = (chainId: number, baseUrl = globalThis.location.origin) => `${baseUrl}/rpc/${chainId}`

/** The transport for every read, the signing dialog's included. */
export const chainTransport = (chainId: number, baseUrl?: string) => rpcTransport(rpcUrl(chainId, baseUrl))

/** Reads a chain through the gateway. It can sign nothing. */
export function chainClient(facts: ChainFacts, options: { baseUrl?: string } = {}): ChainClient {
  return createClient({
    chain: viemChain(facts),
    transport: chainTransport(facts.id, options.baseUrl),
    pollingInterval: 2_000,
    cacheTime: 0, // a remembered block number would hide the newest blocks from a search
  })
}
