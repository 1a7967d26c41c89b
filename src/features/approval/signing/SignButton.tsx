import { Button } from '@/ui/controls/Button.tsx'
import type { Registration } from './use-registration.ts'

/** Asks the wallet, or says why it does not. Absent where no account could sign. */
export function SignButton({ registration }: { registration: Registration }) {
  const { signing, isAsking, isAgain, needsWallet, signDisabledReason, sign } = registration
  if (!needsWallet) return null
  const isIdle = signing.phase === 'idle' && !isAsking
  return (
    <Button variant="onchain" busy={!isIdle} disabledReason={isIdle ? signDisabledReason : null} onClick={sign}>
      {isAsking ? 'Waiting for your wallet' : signing.phase === 'checking' ? 'Checking' : isAgain ? 'Sign again' : 'Sign'}
    </Button>
  )
}
