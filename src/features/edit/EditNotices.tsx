import { Link } from '@tanstack/react-router'
import { buttonClass } from '@/ui/controls/button-class.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { Age } from '@/ui/feedback/Age.tsx'
import { Notice } from '@/ui/feedback/Notice.tsx'

interface EditNoticesProps {
  cvmId: string
  isUpdating: boolean
  /** When the edits were made that were put back. */
  restoredFrom: string | null
  hasConflicts: boolean
  onDiscard: () => void
}

/** What a person has to know before editing on: an update that runs, edits that are back. */
export const EditNotices = ({ cvmId, isUpdating, restoredFrom, hasConflicts, onDiscard }: EditNoticesProps) => (
  <>
    {isUpdating ? (
      <Notice
        tone="changed"
        title="An update of this CVM is under way."
        actions={
          <Link to="/cvms/$cvmId/update" params={{ cvmId }} className={buttonClass('secondary', 'sm')}>
            Open the update
          </Link>
        }
      >
        Edits are kept as a draft meanwhile. They can be reviewed when it has ended.
      </Notice>
    ) : null}
    {restoredFrom ? (
      <Notice
        tone="changed"
        title={
          <>
            Your edits from <Age at={restoredFrom} /> are back.
          </>
        }
        actions={
          <Button size="sm" onClick={onDiscard}>
            Discard them
          </Button>
        }
      >
        {hasConflicts ? 'Meanwhile the server’s copy moved as well; see below.' : 'What they change has not moved on the server since.'}
      </Notice>
    ) : null}
  </>
)
