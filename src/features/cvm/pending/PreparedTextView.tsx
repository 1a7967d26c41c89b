import type { PreparedText } from '@/api/schemas/apps/pending-updates.ts'
import { DiffView } from '@/ui/code/diff/DiffView.tsx'

interface PreparedTextViewProps extends PreparedText {
  /** As it begins a sentence: "Compose file". */
  label: string
  /** What stands for a text that is reported neither before nor after. */
  unreported: string
}

/** One text of a prepared update: what changes in it, and what of that the server does not report. Nothing where it stays as it is. */
export function PreparedTextView({ label, before, after, unreported }: PreparedTextViewProps) {
  if (after === null) {
    return (
      <p className="text-13 text-muted">
        {before === null ? unreported : `${label}: not reported as it was prepared, so it may change, be removed or stay.`}
      </p>
    )
  }
  if (before === after) return null
  return (
    <DiffView
      label={before === null ? `${label}: prepared, while the present one is not reported` : `${label}: now, and prepared`}
      before={before ?? ''}
      after={after}
    />
  )
}
