import { useQuery } from '@tanstack/react-query'
import { WagmiContext } from 'wagmi'
import { configQuery } from '@/api/session-queries.ts'
import type { Cvm } from '@/domain/cvm.ts'
import type { UpdateHandle } from '@/updates/engine/update-handle.ts'
import { RegistrationDialog } from './RegistrationDialog.tsx'
import { UnreadableChainDialog } from './UnreadableChainDialog.tsx'
import { walletConfig } from '@/features/approval/wallet/wallet-config.ts'

/**
 * Where a compose hash gets its signature. The one place that knows wallets; it is loaded only when a hash has to be registered, and shown
 * while the update's step is `wallet`.
 */
export function WalletRegistration({ cvm, update }: { cvm: Cvm; update: UpdateHandle }) {
  const { data: runtime } = useQuery(configQuery)
  // The tab that drives this update asks the wallet, and only once it is known where the update stands.
  if (update.state.step !== 'wallet' || !runtime || update.isFollowing || update.isRecovering) return null
  const { state } = update
  const [first, ...others] = runtime.chains
  const chain = runtime.chains.find(({ id }) => id === state.ticket.chainId)
  if (!first || !chain) {
    const request = { ticket: state.ticket, cvmName: cvm.name }
    return <UnreadableChainDialog cvmId={cvm.id} request={request} onClose={() => update.send({ type: 'closeWallet' })} />
  }
  return (
    // Not WagmiProvider: it reconnects to every wallet it knows, and does so on each render.
    <WagmiContext.Provider value={walletConfig([first, ...others])}>
      <RegistrationDialog key={state.ticket.composeHash} cvm={cvm} chain={chain} chains={runtime.chains} state={state} update={update} />
    </WagmiContext.Provider>
  )
}
