import { Wallet } from 'lucide-react'
import type { Connector } from 'wagmi'

/** Icons come from the wallet; only those that bring their own data are shown, since the page loads nothing from elsewhere. */
export function WalletIcon({ connector }: { connector: Connector }) {
  const source = connector.icon?.trim()
  return source?.startsWith('data:image/') ? (
    <img src={source} alt="" className="size-5 shrink-0 rounded-sm" />
  ) : (
    <Wallet aria-hidden className="size-5 shrink-0 text-muted" />
  )
}
