import { Link } from '@tanstack/react-router'
import { buttonClass } from '@/ui/controls/button-class.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { Age } from '@/ui/feedback/Age.tsx'
import { Notice } from '@/ui/feedback/Notice.tsx'
import { useBillingStop } from '@/updates/engine/use-billing-stop.ts'
import type { SinceDraft } from './use-edit-form.ts'

interface EditNoticesProps {
  cvmId: string
  isUpdating: boolean
  /** When the edits were made that were put back. */
  restoredFrom: string | null
  sinceDraft: SinceDraft
  onDiscard: () => void
}

const sinceWords: Record<SinceDraft, string> = {
  unmoved: 'What they change is still the same on the server.',
  moved: 'Since then somebody else changed the same fields on the server; neither their changes nor yours are overwritten.',
  unread: 'Whether somebody else changed the same on the server since could not be read.',
}

/** What a person has to know before editing on: an update that runs, edits that are back. */
export function EditNotices({ cvmId, isUpdating, restoredFrom, sinceDraft, onDiscard }: EditNoticesProps) {
  const billing = useBillingStop()
  return (
    <>
      {billing ? (
        <Notice tone="stop" title={billing.title}>
          {billing.words}
        </Notice>
      ) : null}
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
          Edits are kept as a draft meanwhile. They can be reviewed when it finishes.
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
          {sinceWords[sinceDraft]}
        </Notice>
      ) : null}
    </>
  )
}
