import { fields, type FieldName } from '@/updates/fields/fields.ts'
import type { MergeConflict } from '@/updates/plan/merge-baseline.ts'
import { formatValue } from '@/updates/plan/update-plan.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { Notice } from '@/ui/feedback/Notice.tsx'
import type { ServerMoves } from '../use-edit-form.ts'

interface ServerMovedNoticeProps {
  moves: ServerMoves
  /** Gives up the own edit of a field. */
  onTakeTheirs: (field: FieldName) => void
  onDismiss: () => void
}

/** Somebody changed this CVM while the form was open: what was kept and what was taken over. */
export function ServerMovedNotice({ moves: { conflicts, taken }, onTakeTheirs, onDismiss }: ServerMovedNoticeProps) {
  if (conflicts.length === 0 && taken.length === 0) return null
  return (
    <Notice
      tone={conflicts.length > 0 ? 'caution' : 'neutral'}
      title={conflicts.length > 0 ? 'This CVM was changed elsewhere. Your edits are kept.' : 'This CVM was changed elsewhere.'}
      actions={
        <>
          {conflicts.map(({ field }) => (
            <Button key={field} size="sm" onClick={() => onTakeTheirs(field)}>
              Take the server’s {fields[field].label}
            </Button>
          ))}
          <Button size="sm" variant="quiet" onClick={onDismiss}>
            {conflicts.length > 0 ? 'Keep mine' : 'Dismiss'}
          </Button>
        </>
      }
    >
      {conflicts.map((conflict) => (
        <p key={conflict.field}>{conflictWords(conflict)}</p>
      ))}
      {taken.length > 0 ? <p>Taken over, since you had not edited it: {taken.map((field) => fields[field].label).join(', ')}.</p> : null}
    </Notice>
  )
}

function conflictWords({ field, mine, theirs }: MergeConflict): string {
  const { label } = fields[field]
  return `${label}: ${formatValue(field, theirs) ?? 'not reported'} on the server now, ${formatValue(field, mine) ?? 'nothing'} in your form.`
}
