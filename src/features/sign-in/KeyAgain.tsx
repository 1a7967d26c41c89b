import { useState } from 'react'
import { Button } from '@/ui/controls/Button.tsx'
import { Dialog } from '@/ui/overlay/Dialog.tsx'
import { Notice } from '@/ui/feedback/Notice.tsx'
import { KeyForm } from './KeyForm.tsx'

interface KeyAgainProps {
  isSignedOut: boolean
  /** A key was accepted. Whose it is, and that whoever waited for one may go on, is for the caller to say. */
  onAccepted: () => Promise<void> | void
  onLeave: () => void
}

/** Asks for a key in place, while the API does not accept the one in use. The page behind it stays as it is. */
export function KeyAgain({ isSignedOut, onAccepted, onLeave }: KeyAgainProps) {
  const [isPutOff, setPutOff] = useState(false)
  if (isPutOff && !isSignedOut) setPutOff(false)
  return (
    <>
      {isPutOff ? (
        <Notice
          tone="caution"
          title="Your key is no longer accepted. What you see may be out of date."
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
        title="Your key is no longer accepted"
        description="Nothing on this page is lost. Enter a key to go on with the same step."
        footer={
          <Button variant="quiet" onClick={onLeave}>
            Leave for the sign-in page
          </Button>
        }
      >
        <KeyForm takesFocus onAccepted={onAccepted} />
      </Dialog>
    </>
  )
}
