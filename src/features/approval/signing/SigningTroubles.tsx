import { ReasonNotice } from './ReasonNotice.tsx'
import { TroubleNotice } from '@/features/approval/wallet/TroubleNotice.tsx'
import { UnansweredPrompt } from '@/features/approval/wallet/UnansweredPrompt.tsx'
import type { Registration } from './use-registration.ts'
import { WaitingForWallet } from '@/features/approval/wallet/WaitingForWallet.tsx'

/** What is going on with the wallet, and what is in the way. */
export function SigningTroubles({ registration }: { registration: Registration }) {
  const { unanswered, isAsking, isConnectSlow, signing, wallet, failure, shownReason, names, chain, facts } = registration
  const { result } = signing
  const isUncertain = result?.kind === 'failed' && result.finding?.kind !== 'nothing'
  return (
    <>
      {unanswered.shown && !isAsking ? <UnansweredPrompt {...unanswered.shown} isUnreachable={unanswered.isUnreachable} /> : null}

      {isAsking || isConnectSlow ? (
        <WaitingForWallet
          isSlow={signing.isSlow || signing.phase === 'idle'}
          onStopWaiting={isAsking ? signing.stopWaiting : wallet.stopWaiting}
        />
      ) : null}

      {failure ? (
        <TroubleNotice
          trouble={failure.kind}
          names={names}
          detail={failure.detail}
          safeInstead={isUncertain ? 'The prepared update is kept.' : null}
        />
      ) : null}
      {shownReason ? <ReasonNotice reason={shownReason} names={names} chain={chain} facts={facts} wallet={wallet} /> : null}
    </>
  )
}
