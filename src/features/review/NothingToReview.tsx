import { Link } from '@tanstack/react-router'
import { FileSearch } from 'lucide-react'
import { buttonClass } from '@/ui/controls/button-class.ts'
import { Card } from '@/ui/layout/Card.tsx'
import { EmptyState } from '@/ui/layout/EmptyState.tsx'

/** What was to be reviewed, all of which the server holds already. */
type Held = 'edits' | 'revision' | 'nothing'

const texts: Record<Held, { title: string; text: string }> = {
  edits: {
    title: 'The server already holds what you edited',
    text: 'Nothing is left to apply. Somebody else may have made the same change.',
  },
  revision: {
    title: 'The stored configuration is that of this revision',
    text: 'Nothing is left to put back. Somebody else may have done so.',
  },
  nothing: {
    title: 'Nothing to review',
    text: 'There are no edits of this CVM in this browser. Change something first; nothing is sent until you have reviewed it.',
  },
}

/** No edits, or what the server holds already. */
export const NothingToReview = ({ cvmId, held, onDiscard }: { cvmId: string; held: Held; onDiscard: () => void }) => (
  <Card>
    <EmptyState
      icon={FileSearch}
      title={texts[held].title}
      actions={
        <Link
          to="/cvms/$cvmId/edit"
          params={{ cvmId }}
          className={buttonClass('primary')}
          onClick={held === 'edits' ? onDiscard : undefined}
        >
          Edit
        </Link>
      }
    >
      {texts[held].text}
    </EmptyState>
  </Card>
)
