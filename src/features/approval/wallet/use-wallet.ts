import { useEffect, useState } from 'react'
import { useConfig, useConnect, useConnection, useConnectors, useDisconnect, useSwitchChain, type Connector } from 'wagmi'
import { reconnect } from 'wagmi/actions'
import type { Hex } from '@/domain/identifiers.ts'
import { walletFailure, type WalletAction, type WalletFailure } from './wallet-failure.ts'

const none: readonly Hex[] = []
const locked: WalletFailure = { kind: 'locked', action: 'connect', detail: null }

/** The connected wallet, and the three things that can be asked of it before signing. Shows the last failure until the next action. */
export function useWallet() {
  const connection = useConnection()
  const connect = useConnect()
  const switchChain = useSwitchChain()
  const disconnect = useDisconnect()
  const [failure, setFailure] = useState<WalletFailure | null>(null)
  const [asking, setAsking] = useState<Connector | null>(null)
  /** Connected before, and not left by the person's own "Disconnect". */
  const [hadWallet, setHadWallet] = useState(false)
  useReconnectToLast()

  const report = (action: WalletAction) => (error: Error) => setFailure(walletFailure(error, action))
  // While it reconnects, wagmi calls itself connected to what storage says; such a connector has a name and nothing that can be asked.
  const connector = connection.status === 'connected' ? connection.connector : null
  // Connected in the wallet's own window after all: then the refusal is history.
  const isOver = failure?.action === 'connect' && connector !== null
  if (connector !== null && !hadWallet) setHadWallet(true)
  // A wallet that is locked tells its pages that it has no accounts any more, and nothing else.
  const isLost = hadWallet && connector === null && !connection.isReconnecting && asking === null

  return {
    connector,
    /** All that the wallet lets this page see, the one it names first in front. */
    accounts: connector ? (connection.addresses ?? none) : none,
    chainId: connector ? (connection.chainId ?? null) : null,
    isReconnecting: connection.isReconnecting,
    /** The wallet whose connect prompt is open. */
    asking,
    isSwitching: switchChain.isPending,
    failure: isOver ? null : (failure ?? (isLost ? locked : null)),

    connect: (chosen: Connector) => {
      setFailure(null)
      setAsking(chosen)
      connect.mutate({ connector: chosen }, { onError: report('connect'), onSettled: () => setAsking(null) })
    },
    /** Adds the chain first where the wallet does not know it. */
    switchTo: (chainId: number) => {
      setFailure(null)
      switchChain.mutate({ chainId }, { onError: report('switchChain') })
    },
    disconnect: () => {
      setFailure(null)
      setHadWallet(false)
      if (connector) disconnect.mutate({ connector })
    },
    /** The prompt stays in the wallet; this page no longer waits for it. */
    stopWaiting: () => {
      setAsking(null)
      connect.reset()
      switchChain.reset()
    },
  }
}

export type WalletHandle = ReturnType<typeof useWallet>

/**
 * Connects again to the wallet used last, and to no other: with several wallets in one browser each keeps to itself.
 * Extensions may announce themselves late, hence a new try whenever one does.
 */
export function useReconnectToLast() {
  const config = useConfig()
  const connectors = useConnectors()
  useEffect(() => {
    void (async () => {
      if (config.state.status !== 'disconnected') return
      const last = await config.storage?.getItem('recentConnectorId')
      const connector = last ? connectors.find(({ id }) => id === last) : undefined
      if (connector) await reconnect(config, { connectors: [connector] })
    })()
  }, [config, connectors])
}
