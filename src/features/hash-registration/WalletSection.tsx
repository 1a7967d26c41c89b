import type { Connector } from 'wagmi'
import { ConnectedWallet } from './ConnectedWallet.tsx'
import { TroubleNotice } from './TroubleNotice.tsx'
import type { WalletHandle } from './use-wallet.ts'
import type { TroubleContext } from './wallet-failure-texts.ts'
import { WalletPicker } from './WalletPicker.tsx'

interface WalletSectionProps {
  wallet: WalletHandle
  wallets: Connector[]
  names: TroubleContext
  isAsking: boolean
}

/** The connected wallet, or those that could be connected. */
export const WalletSection = ({ wallet, wallets, names, isAsking }: WalletSectionProps) => (
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
