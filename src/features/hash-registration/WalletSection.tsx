import { ConnectedWallet } from './ConnectedWallet.tsx'
import { TroubleNotice } from './TroubleNotice.tsx'
import type { Registration } from './use-registration.ts'
import { WalletPicker } from './WalletPicker.tsx'

/** The connected wallet, or those that could be connected. */
export const WalletSection = ({ registration: { wallet, wallets, names, isAsking } }: { registration: Registration }) => (
  <section aria-labelledby="wallet">
    <h3 id="wallet" className="mb-2 text-13 font-semibold">
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
