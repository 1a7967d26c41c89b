import { useRunningOperation } from '@/api/operations/use-running-operation.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { operationWords } from '@/domain/operation-texts.ts'
import { Age } from '@/ui/feedback/Age.tsx'
import { CopyableId } from '@/ui/feedback/CopyableId.tsx'
import { ProgressBar } from '@/ui/feedback/ProgressBar.tsx'
import { Spinner } from '@/ui/feedback/Spinner.tsx'

/** The operation that runs now: which, who started it, since when. */
export function OperationBanner({ cvm }: { cvm: Cvm }) {
  const { operation, startedAt, correlationId } = useRunningOperation(cvm)
  const words = operation ? operationWords({ ...operation, status: 'in_progress' }) : 'An operation is running'

  return (
    <section aria-label="Running operation" className="overflow-hidden rounded border border-accent/30 bg-raised">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 py-3 text-13">
        <p className="flex min-w-0 items-start gap-2.5">
          <Spinner className="mt-0.5 size-4 text-accent" />
          <span>
            <strong className="font-semibold">{words}</strong>
            <span className="text-muted">
              {operation?.triggeredBy ? ` · started by ${operation.triggeredBy}` : null}
              {startedAt ? (
                <>
                  {' · '}
                  <Age by="server" at={startedAt} />
                </>
              ) : null}
              . You can edit meanwhile; changes can be applied when it finishes.
            </span>
          </span>
        </p>
        {correlationId ? (
          <span className="flex items-center gap-2 text-12 text-muted">
            Correlation id <CopyableId value={correlationId} label="correlation id" />
          </span>
        ) : null}
      </div>
      <ProgressBar label={words} className="rounded-none" />
    </section>
  )
}
