import type { Connector } from 'wagmi'

/** wagmi calls a wallet that does not announce itself "Injected". */
export const walletName = (connector: Connector) => (connector.id === 'injected' ? 'Browser wallet' : connector.name)
