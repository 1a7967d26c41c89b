import { useEffect, useRef } from 'react'
import { ConnectedWallet } from './ConnectedWallet.tsx'
import { TroubleNotice } from './TroubleNotice.tsx'
import type { Registration } from '@/features/approval/signing/use-registration.ts'
import { WalletPicker } from './WalletPicker.tsx'

/** The connected wallet, or those that could be connected. */
export function WalletSection({ registration: { subject, wallet, attempt, device } }: { registration: Registration }) {
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
          network={subject.names.walletChain}
          disabledReason={attempt.isAsking || device.asking.isAsking ? 'A request is waiting in this wallet.' : null}
          onDisconnect={wallet.disconnect}
        />
      ) : wallet.choices.length > 0 ? (
        <WalletPicker wallets={wallet.choices} asking={wallet.asking} onChoose={wallet.connect} />
      ) : (
        <TroubleNotice trouble="no-wallet" names={subject.names} />
      )}
    </section>
  )
}
