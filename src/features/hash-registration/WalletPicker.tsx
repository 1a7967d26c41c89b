import { Wallet } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useConnectors, type Connector } from 'wagmi'
import { Spinner } from '@/ui/Spinner.tsx'

interface WalletPickerProps {
  /** The connector that is being asked, if any. */
  asking: Connector | null
  onChoose: (connector: Connector) => void
}

/** Every wallet that announced itself, by name and icon, so that none has to fight for the page. */
export function WalletPicker({ asking, onChoose }: WalletPickerProps) {
  const wallets = useWallets()
  return (
    <ul className="grid gap-2 sm:grid-cols-2" aria-label="Wallets in this browser">
      {wallets.map((connector) => (
        <li key={connector.uid}>
          <button
            type="button"
            aria-disabled={asking !== null || undefined}
            aria-busy={asking === connector || undefined}
            onClick={() => asking === null && onChoose(connector)}
            className="flex min-h-11 w-full items-center gap-3 rounded border border-line bg-raised px-3 py-2 text-left text-13 font-medium hover:border-edge hover:bg-hover"
          >
            {asking === connector ? <Spinner /> : <WalletIcon connector={connector} />}
            <span className="min-w-0 truncate">{walletName(connector)}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}

/** Icons come from the wallet; only those that bring their own data are shown, since the page loads nothing from elsewhere. */
export function WalletIcon({ connector }: { connector: Connector }) {
  const source = connector.icon?.trim()
  return source?.startsWith('data:image/') ? (
    <img src={source} alt="" className="size-5 shrink-0 rounded-sm" />
  ) : (
    <Wallet aria-hidden className="size-5 shrink-0 text-muted" />
  )
}

/** wagmi calls a wallet that does not announce itself "Injected". */
export const walletName = (connector: Connector) => (connector.id === 'injected' ? 'Browser wallet' : connector.name)

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
