import type { SandboxChainConfig } from '../sandbox/sandbox.ts'
import type { Settings } from './settings.ts'

const ether = { name: 'Ether', symbol: 'ETH', decimals: 18 }

/** The chains that the vendor's KMS contracts live on, with an open endpoint each. */
const known: SandboxChainConfig[] = [
  { id: 1, name: 'Ethereum', currency: ether, explorerUrl: 'https://etherscan.io', walletRpcUrl: 'https://ethereum-rpc.publicnode.com' },
  { id: 8453, name: 'Base', currency: ether, explorerUrl: 'https://basescan.org', walletRpcUrl: 'https://mainnet.base.org' },
]

/** Where chain reads go in live mode: `RPC_URL_<id>`, else the open endpoint of a known chain. */
export const rpcUrlOf = (chainId: number, settings: Settings): string | null =>
  settings.rpcUrls.get(chainId) ?? known.find((chain) => chain.id === chainId)?.walletRpcUrl ?? null

/**
 * Every chain that this gateway can read in live mode. The endpoint it reads from may hold a secret, so wallets are told of
 * `WALLET_RPC_URL_<id>` or a known chain's open endpoint; an empty `walletRpcUrl` means that there is none to tell.
 */
export function liveChains(settings: Settings): SandboxChainConfig[] {
  const others = [...settings.rpcUrls.keys()].filter((id) => !known.some((chain) => chain.id === id))
  const unnamed = others.map((id) => ({ id, name: `Chain ${id}`, currency: ether, explorerUrl: null, walletRpcUrl: '' }))
  return [...known, ...unnamed].map((chain) => ({
    ...chain,
    walletRpcUrl: settings.walletRpcUrls.get(chain.id) ?? chain.walletRpcUrl,
    kmsContracts: settings.kmsContracts.get(chain.id) ?? [],
  }))
}
