import { useQuery } from '@tanstack/react-query'
import { Wallet } from 'lucide-react'
import { useConnection, WagmiContext } from 'wagmi'
import { configQuery } from '@/api/session-queries.ts'
import { type AppOwner, partInOwner } from '@/chain/app-contract.ts'
import { Badge } from '@/ui/feedback/Badge.tsx'
import { CopyableId } from '@/ui/feedback/CopyableId.tsx'
import { useReconnectToLast } from '@/features/approval/wallet/use-wallet.ts'
import { walletConfig } from '@/features/approval/wallet/wallet-config.ts'

/** Whether the connected account is the owner. A wallet that is not connected already is not asked, and nothing is shown. */
export function OwnAccount({ owner }: { owner: AppOwner }) {
  const { data: runtime } = useQuery(configQuery)
  const [first, ...others] = runtime?.chains ?? []
  if (!first) return null
  return (
    <WagmiContext.Provider value={walletConfig([first, ...others])}>
      <Connected owner={owner} />
    </WagmiContext.Provider>
  )
}

function Connected({ owner }: { owner: AppOwner }) {
  // Takes up a connection that the wallet still grants; it opens no prompt.
  useReconnectToLast()
  const connection = useConnection()
  const account = connection.status === 'connected' ? connection.addresses?.[0] : undefined
  if (!account || owner.kind === 'nobody') return null
  const part = partInOwner(owner, account)
  return part ? (
    <Badge icon={Wallet}>{part === 'owner' ? 'your connected account' : 'your connected account is one of its owners'}</Badge>
  ) : (
    <span className="inline-flex flex-wrap items-center gap-x-1 text-muted">
      not your connected account <CopyableId value={account} label="connected account" />
    </span>
  )
}
