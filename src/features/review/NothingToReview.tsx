import { Link } from '@tanstack/react-router'
import { FileSearch } from 'lucide-react'
import { buttonClass } from '@/ui/controls/button-class.ts'
import { Card } from '@/ui/layout/Card.tsx'
import { EmptyState } from '@/ui/layout/EmptyState.tsx'

/** No edits, or edits that the server holds already. */
export const NothingToReview = ({ cvmId, hadDraft, onDiscard }: { cvmId: string; hadDraft: boolean; onDiscard: () => void }) => (
  <Card>
    <EmptyState
      icon={FileSearch}
      title={hadDraft ? 'The server already holds what you edited' : 'Nothing to review'}
      actions={
        <Link to="/cvms/$cvmId/edit" params={{ cvmId }} className={buttonClass('primary')} onClick={hadDraft ? onDiscard : undefined}>
          Edit
        </Link>
      }
    >
      {hadDraft
        ? 'Nothing is left to apply. Somebody else may have made the same change.'
        : 'There are no edits of this CVM in this browser. Change something first; nothing is sent until it was reviewed.'}
    </EmptyState>
  </Card>
)
