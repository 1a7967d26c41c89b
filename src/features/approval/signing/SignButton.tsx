import { Button } from '@/ui/controls/Button.tsx'
import type { Registration } from './use-registration.ts'

/** Asks the wallet, or says why it does not. Absent where no account could sign. */
export function SignButton({ registration: { attempt, obstacle } }: { registration: Registration }) {
  if (!obstacle.needsWallet) return null
  return (
    <Button
      variant="onchain"
      busy={attempt.isUnderWay}
      disabledReason={attempt.isUnderWay ? null : attempt.disabledReason}
      onClick={attempt.sign}
    >
      {attempt.isAsking
        ? 'Waiting for your wallet'
        : attempt.isUnderWay
          ? 'Checking'
          : attempt.canOnlyInsist
            ? 'Ask the wallet anyway'
            : attempt.isAgain
              ? 'Sign again'
              : 'Sign'}
    </Button>
  )
}
