import { OpenRequests } from '@/features/approval/wallet/OpenRequests.tsx'
import { TroubleNotice } from '@/features/approval/wallet/TroubleNotice.tsx'
import { WaitingForWallet } from '@/features/approval/wallet/WaitingForWallet.tsx'
import { ReasonNotice } from './ReasonNotice.tsx'
import { safeWhileUncertain } from '@/features/approval/wallet/wallet-failure-texts.ts'
import type { Registration } from './use-registration.ts'

/** What is going on with the wallet, and what is in the way. */
export function SigningTroubles({ registration }: { registration: Registration }) {
  const { subject, facts, wallet, device, attempt, obstacle, isHashSettled } = registration
  const { result, phase } = attempt
  const { failure, shown } = obstacle
  /** What is left is the device, which has a place of its own. */
  const isForDevice = shown === 'already-allowed' && isHashSettled && device.deviceId !== null
  const isUncertain = result?.kind === 'failed' && result.finding?.kind !== 'nothing'
  return (
    <>
      {attempt.isUnderWay ? null : (
        <OpenRequests
          requests={attempt.open}
          purpose="register this hash"
          isAgainChosen={attempt.isAgainChosen}
          onChooseAgain={attempt.chooseAgain}
          onForget={attempt.forget}
        />
      )}

      {attempt.isAsking ? (
        <WaitingForWallet phase="asking" isSlow={attempt.isSlow} argument="hash" onStop={attempt.stopWaiting} />
      ) : phase === 'reaching' || phase === 'checking' ? (
        <WaitingForWallet phase={phase} isSlow={attempt.isSlow} argument="hash" onStop={attempt.stop} />
      ) : wallet.isConnectSlow ? (
        <WaitingForWallet phase="connecting" isSlow argument="hash" onStop={wallet.stopWaiting} />
      ) : null}

      {failure ? (
        <TroubleNotice
          trouble={failure.kind}
          names={subject.names}
          detail={failure.detail}
          safeInstead={isUncertain ? safeWhileUncertain(subject.names) : null}
        />
      ) : null}
      {shown && !isForDevice ? (
        <ReasonNotice reason={shown} names={subject.names} chain={subject.chain} facts={facts} wallet={wallet} />
      ) : null}
    </>
  )
}
