import type { Connector } from 'wagmi'
import type { Hex } from '@/domain/identifiers.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { CopyableId } from '@/ui/feedback/CopyableId.tsx'
import { walletName } from './wallet-name.ts'
import { WalletIcon } from './WalletIcon.tsx'

interface ConnectedWalletProps {
  connector: Connector
  account: Hex
  network: string
  disabledReason: string | null
  onDisconnect: () => void
}

export const ConnectedWallet = ({ connector, account, network, disabledReason, onDisconnect }: ConnectedWalletProps) => (
  <div className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded border border-line px-3 py-2">
    <WalletIcon connector={connector} />
    <div className="min-w-0 flex-1 basis-44">
      <p className="truncate text-13 font-medium">{walletName(connector)}</p>
      <p className="flex flex-wrap items-center gap-x-2 text-13 text-muted">
        <CopyableId value={account} label="connected account" /> on {network}
      </p>
    </div>
    <Button size="sm" variant="quiet" disabledReason={disabledReason} onClick={onDisconnect}>
      Disconnect
    </Button>
  </div>
)
