import { Button } from '@/ui/controls/Button.tsx'
import { Dialog } from '@/ui/overlay/Dialog.tsx'

interface SignOutDialogProps {
  /** How many CVMs have edits that were not applied; at least one. */
  drafts: number
  onCancel: () => void
  /** Signs out; `withDrafts` deletes them as well. */
  onLeave: (withDrafts: boolean) => void
}

/** Asked before signing out while edits wait: whoever shares this computer can look into the browser's storage. */
export function SignOutDialog({ drafts, onCancel, onLeave }: SignOutDialogProps) {
  const edits = drafts === 1 ? 'Edits of one CVM have' : `Edits of ${drafts} CVMs have`
  return (
    <Dialog
      open
      onClose={onCancel}
      size="md"
      title="Sign out and keep your edits?"
      description={`${edits} not been applied yet. If you keep them, they wait for your next sign-in in this browser, and nobody else sees them. They hold no environment values. Delete them if other people use this computer.`}
      footer={
        <>
          <Button variant="quiet" onClick={onCancel}>
            Cancel
          </Button>
          <Button variant="danger" onClick={() => onLeave(true)}>
            Delete them and sign out
          </Button>
          <Button variant="primary" onClick={() => onLeave(false)}>
            Keep them and sign out
          </Button>
        </>
      }
    >
      {null}
    </Dialog>
  )
}
