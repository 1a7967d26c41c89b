import { useBlocker } from '@tanstack/react-router'
import type { RefObject } from 'react'
import { Button } from '@/ui/controls/Button.tsx'
import { Dialog } from '@/ui/overlay/Dialog.tsx'

interface LeaveDialogProps {
  hasEdits: boolean
  /** Values of the environment were entered; unlike other edits they are not kept. */
  losesValues: boolean
  /** Set just before a departure that needs no question. */
  mayLeave: RefObject<boolean>
  onDiscard: () => void
}

/** Asks once before edits are left behind. */
export function LeaveDialog({ hasEdits, losesValues, mayLeave, onDiscard }: LeaveDialogProps) {
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: ({ current, next }) => hasEdits && !mayLeave.current && current.pathname !== next.pathname,
    enableBeforeUnload: () => hasEdits && !mayLeave.current,
    withResolver: true,
  })
  return (
    <Dialog
      open={status === 'blocked'}
      onClose={() => reset?.()}
      size="sm"
      title="Leave this page?"
      footer={
        <>
          <Button
            variant="quiet"
            className="mr-auto"
            onClick={() => {
              onDiscard()
              proceed?.()
            }}
          >
            Discard
          </Button>
          <Button onClick={() => reset?.()}>Stay</Button>
          <Button variant="primary" onClick={() => proceed?.()}>
            Leave, keep the edits
          </Button>
        </>
      }
    >
      <p className="text-13">Nothing was sent yet. Your edits are kept in this browser and put back when you return to this page.</p>
      {losesValues ? (
        <p className="mt-2 text-13 font-medium text-caution">
          The environment’s values are not: they are never stored, and have to be entered again.
        </p>
      ) : null}
    </Dialog>
  )
}
