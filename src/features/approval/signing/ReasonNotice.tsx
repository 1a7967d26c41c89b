import type { ChainFacts } from '@/chain/chain-client.ts'
import { Button } from '@/ui/controls/Button.tsx'
import type { PreflightReason } from './preflight.ts'
import { Ether } from '@/features/approval/wallet/Ether.tsx'
import { TroubleNotice } from '@/features/approval/wallet/TroubleNotice.tsx'
import type { RegistrationFacts } from './use-registration-facts.ts'
import type { WalletHandle } from '@/features/approval/wallet/use-wallet.ts'
import type { TroubleContext } from '@/features/approval/wallet/wallet-failure-texts.ts'

interface ReasonNoticeProps {
  reason: PreflightReason
  names: TroubleContext
  chain: ChainFacts
  facts: RegistrationFacts
  wallet: WalletHandle
}

/** Why the wallet is not asked, with the way out where this page has one. */
export function ReasonNotice({ reason, names, chain, facts, wallet }: ReasonNoticeProps) {
  const { simulation, funds } = facts
  const { symbol } = chain.currency
  return (
    <TroubleNotice
      trouble={reason}
      names={names}
      detail={reason === 'reverted' && simulation?.ok === false ? simulation.detail : null}
      safeInstead={
        reason === 'insufficient-funds' && funds ? (
          <>
            It holds <Ether wei={funds.balanceWei} symbol={symbol} />; the fee is at most about{' '}
            <Ether wei={funds.neededWei} symbol={symbol} />.
          </>
        ) : null
      }
      actions={
        reason === 'wrong-chain' ? (
          <Button size="sm" variant="onchain" busy={wallet.isSwitching} onClick={() => wallet.switchTo(chain.id)}>
            Switch to {chain.name}
          </Button>
        ) : reason === 'chain-unreachable' ? (
          <Button size="sm" onClick={facts.readAgain}>
            Try now
          </Button>
        ) : null
      }
    />
  )
}
