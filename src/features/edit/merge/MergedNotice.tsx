import { useState } from 'react'
import { fields } from '@/updates/fields/fields.ts'
import type { TextFieldName } from '@/updates/plan/merge-baseline.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { DiffView } from '@/ui/code/diff/DiffView.tsx'
import { Notice } from '@/ui/feedback/Notice.tsx'

/** A text of the form before and after the server's changes came into it. */
export interface MergedIn {
  field: TextFieldName
  before: string
  after: string
}

/** Lines of somebody else that are in the edited text now, shown as theirs. */
export function MergedNotice({ field, before, after, onDismiss }: MergedIn & { onDismiss: () => void }) {
  const [shows, setShows] = useState(true)
  const { label } = fields[field]
  const isNew = before !== after
  return (
    <Notice
      tone="neutral"
      title={`${label}: changed elsewhere, and merged with your edits.`}
      actions={
        <>
          {isNew ? (
            <Button size="sm" aria-expanded={shows} onClick={() => setShows(!shows)}>
              {shows ? 'Hide their lines' : 'Show their lines'}
            </Button>
          ) : null}
          <Button size="sm" variant="quiet" onClick={onDismiss}>
            Dismiss
          </Button>
        </>
      }
    >
      <p>{isNew ? 'Their lines are in your text now; your own edits are kept.' : 'Your text stays as it is.'}</p>
      {shows && isNew ? <DiffView label={`${label}: what came from elsewhere`} before={before} after={after} /> : null}
    </Notice>
  )
}
