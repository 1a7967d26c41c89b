import { useEffect, useRef } from 'react'
import { ConnectedWallet } from './ConnectedWallet.tsx'
import { TroubleNotice } from './TroubleNotice.tsx'
import type { Registration } from '@/features/approval/signing/use-registration.ts'
import { WalletPicker } from './WalletPicker.tsx'

/** The connected wallet, or those that could be connected. */
export function WalletSection({ registration: { wallet, wallets, names, isAsking } }: { registration: Registration }) {
  const heading = useRef<HTMLHeadingElement>(null)
  const isConnected = wallet.account !== null
  const wasConnected = useRef(isConnected)
  useEffect(() => {
    // What was pressed is gone: the wallet's button when it connects, "Disconnect" when it does not any more.
    if (wasConnected.current !== isConnected && document.activeElement === document.body) heading.current?.focus({ preventScroll: true })
    wasConnected.current = isConnected
  }, [isConnected])
  return (
    <section aria-labelledby="wallet">
      <h3 ref={heading} id="wallet" tabIndex={-1} className="mb-2 text-13 font-semibold focus:outline-none">
        Wallet
      </h3>
      {wallet.connector && wallet.account ? (
        <ConnectedWallet
          connector={wallet.connector}
          account={wallet.account}
          network={names.walletChain}
          disabledReason={isAsking ? 'A request is waiting in this wallet.' : null}
          onDisconnect={wallet.disconnect}
        />
      ) : wallets.length > 0 ? (
        <WalletPicker wallets={wallets} asking={wallet.asking} onChoose={wallet.connect} />
      ) : (
        <TroubleNotice trouble="no-wallet" names={names} />
      )}
    </section>
  )
}
