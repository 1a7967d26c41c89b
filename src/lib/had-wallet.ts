import { browserStore } from './storage.ts'

/** Under which key the wallet that was used last is kept. */
export const walletKey = 'cvm-console/wallet'

/** Whether a wallet was ever connected in this browser, so that it may still be. Asks no wallet. */
export const hadWallet = (): boolean => browserStore.read(`${walletKey}.recentConnectorId`) !== null
