import source from './wallet.js?raw'

/** The demo wallet as served at `/sandbox/wallet.js`: a classic script that announces itself by EIP-6963 and needs nothing else. */
export const walletScript = (): string => source
