import { CircleSlash } from 'lucide-react'
import { ApiError } from '@/api/api-error.ts'
import { absenceText } from '@/domain/absence-texts.ts'
import { Button } from '@/ui/controls/Button.tsx'

/** Why a part of the page is not there, in its place. `what` begins the sentence, as in "The operations". */
export function Absent({ what, error, onRetry }: { what: string; error: Error; onRetry?: () => void }) {
  const kind = error instanceof ApiError ? error.kind : null
  const canRetry = onRetry && kind !== 'not-offered' && kind !== 'not-permitted'
  return (
    <div className="flex items-start gap-2.5 text-13 text-muted">
      <CircleSlash aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div>
        <p>
          {what} cannot be shown. {absenceText(kind)}
        </p>
        {canRetry ? (
          <Button size="sm" className="mt-2" onClick={onRetry}>
            Try again
          </Button>
        ) : null}
      </div>
    </div>
  )
}
