import type { Connector } from 'wagmi'
import { Spinner } from '@/ui/feedback/Spinner.tsx'
import { walletName } from './wallet-name.ts'
import { WalletIcon } from './WalletIcon.tsx'

interface WalletPickerProps {
  wallets: Connector[]
  /** The connector that is being asked, if any. */
  asking: Connector | null
  onChoose: (connector: Connector) => void
}

/** Every wallet that announced itself, by name and icon, so that none has to fight for the page. */
export function WalletPicker({ wallets, asking, onChoose }: WalletPickerProps) {
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
