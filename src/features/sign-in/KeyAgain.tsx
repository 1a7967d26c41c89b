import { useState } from 'react'
import type { Account } from '@/api/schemas/account.ts'
import { goOnAs, signInAgain } from '@/api/session/signed-in-now.ts'
import { signedOut } from '@/api/signed-out.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { Dialog } from '@/ui/overlay/Dialog.tsx'
import { Notice } from '@/ui/feedback/Notice.tsx'
import { KeyForm } from './KeyForm.tsx'

interface KeyAgainProps {
  isSignedOut: boolean
  /** Who opened this page; `null` where the API does not say. Only their key goes on with it. */
  former: Account | null
  /** A key was accepted: everything that failed for want of one can be asked for again. */
  onAccepted: () => Promise<void> | void
  onLeave: () => void
}

const refused = {
  title: 'Your key is no longer accepted',
  description: 'Nothing on this page is lost. Enter a key to continue with the same step.',
}
const ended = {
  title: 'You are signed out',
  description:
    'You signed out in another tab, or twelve hours have passed. Nothing on this page is lost. Enter a key to continue with the same step.',
}

/** Asks for a key in place, while the API does not accept the one in use. The page behind it stays as it is. */
export function KeyAgain({ isSignedOut, former, onAccepted, onLeave }: KeyAgainProps) {
  const [isPutOff, setPutOff] = useState(false)
  if (isPutOff && !isSignedOut) setPutOff(false)
  const { title, description } = signedOut.wasEnded() ? ended : refused
  return (
    <>
      {isPutOff ? (
        <Notice
          tone="caution"
          title={`${title}. What you see may be out of date.`}
          className="mb-4"
          actions={
            <Button size="sm" variant="primary" onClick={() => setPutOff(false)}>
              Enter a key
            </Button>
          }
        />
      ) : null}
      <Dialog
        open={isSignedOut && !isPutOff}
        onClose={() => setPutOff(true)}
        size="sm"
        isPersistent
        title={title}
        description={description}
        footer={
          <Button variant="quiet" onClick={onLeave}>
            Leave for the sign-in page
          </Button>
        }
      >
        <KeyForm
          takesFocus
          onKey={async (apiKey) => {
            const now = await signInAgain(apiKey, former)
            if (now.isSame) await goOnAs(now.mark, onAccepted)
          }}
        />
      </Dialog>
    </>
  )
}
