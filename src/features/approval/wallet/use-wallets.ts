import { useEffect, useState } from 'react'
import { useConnectors, type Connector } from 'wagmi'

/** The announced wallets; where none is, the one that put itself into the page, if any. */
export function useWallets(): Connector[] {
  const connectors = useConnectors()
  const announced = connectors.filter(({ id }) => id !== 'injected')
  const injected = connectors.find(({ id }) => id === 'injected')
  const [hasInjected, setHasInjected] = useState(false)
  useEffect(() => {
    let isCurrent = true
    void injected?.getProvider().then((provider) => isCurrent && setHasInjected(Boolean(provider)))
    return () => {
      isCurrent = false
    }
  }, [injected])
  if (announced.length > 0) return announced
  return injected && hasInjected ? [injected] : []
}
