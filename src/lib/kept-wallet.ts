import { browserStore } from './storage.ts'

/** Under which key the wallet that was used last is kept. */
export const walletKey = 'cvm-console/wallet'

/** Whether a wallet was ever connected in this browser, so that it may still be. Asks no wallet. */
export const hadWallet = (): boolean => browserStore.read(`${walletKey}.recentConnectorId`) !== null

/** What wagmi keeps of the connected wallets: changes where somebody connects, disconnects, or chooses another account. */
export const keptConnections = (): string | null => (hadWallet() ? browserStore.read(`${walletKey}.store`) : null)

/**
 * The accounts that wallets of this browser last showed to this console, out of what wagmi keeps; empty where there are none or where it
 * keeps them in another form. No wallet is asked, so it may be older than the wallet's own choice: good for what is offered first, and never
 * for what is signed.
 */
export function accountsIn(kept: string | null): readonly string[] {
  try {
    const { state } = JSON.parse(kept ?? '{}') as { state?: { connections?: { value?: unknown } } }
    const entries = state?.connections?.value
    if (!Array.isArray(entries)) return []
    return entries.flatMap((entry: unknown) => {
      const accounts: unknown = Array.isArray(entry) ? (entry[1] as { accounts?: unknown } | null)?.accounts : null
      return Array.isArray(accounts) ? accounts.filter((account) => typeof account === 'string') : []
    })
  } catch {
    return []
  }
}
