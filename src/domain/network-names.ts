/** A network as the configuration names it. */
export interface ChainName {
  id: number
  name: string
}

/** Networks that wallets are often on, beside those that this console is connected to. */
const wellKnown: Record<number, string> = {
  1: 'Ethereum',
  10: 'OP Mainnet',
  56: 'BNB Smart Chain',
  100: 'Gnosis',
  137: 'Polygon',
  8453: 'Base',
  42161: 'Arbitrum One',
  84532: 'Base Sepolia',
  11155111: 'Sepolia',
}

/** A network as people call it; by its number where nobody here knows its name. */
export function networkName(chainId: number | null, known: readonly ChainName[] = []): string {
  if (chainId === null) return 'no network'
  return known.find(({ id }) => id === chainId)?.name ?? wellKnown[chainId] ?? `network ${chainId}`
}

/** With its number, as facts show it: `Base (8453)`. `chain` is the one of the configuration, where this console is connected to it. */
export function networkTitle(chainId: number, chain: ChainName | null = null): string {
  const name = networkName(chainId, chain ? [chain] : [])
  return name === `network ${chainId}` ? name : `${name} (${chainId})`
}
