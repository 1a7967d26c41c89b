import { useQuery } from '@tanstack/react-query'
import { useRunningOperation } from '@/api/operations/use-running-operation.ts'
import { cvmQueries } from '@/api/queries.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { statusLabel } from '@/domain/cvm-status.ts'
import { operationWords } from '@/domain/operation-texts.ts'
import { Age } from '@/ui/feedback/Age.tsx'
import { CopyableId } from '@/ui/feedback/CopyableId.tsx'
import { ProgressBar } from '@/ui/feedback/ProgressBar.tsx'
import { Spinner } from '@/ui/feedback/Spinner.tsx'
import { useNow } from '@/ui/feedback/use-now.ts'
import { Figures } from '@/ui/layout/Figures.tsx'
import { ownDurations, slownessWords } from '@/updates/plan/own-durations.ts'

/** The operation that runs now: which, who started it, since when. */
export function OperationBanner({ cvm }: { cvm: Cvm }) {
  const { operation, startedAt, correlationId } = useRunningOperation(cvm)
  const words = operation ? operationWords({ ...operation, status: 'in_progress' }) : 'An operation is running'
  const { data: history } = useQuery(cvmQueries.operations(cvm.id))
  const now = useNow('server')
  const slowness =
    history && operation && startedAt
      ? slownessWords(ownDurations(history.items, operation.type), (now - new Date(startedAt).getTime()) / 1000)
      : null
  const target = cvm.progress?.target ?? operation?.targetState
  return (
    <section aria-label="Running operation" className="overflow-hidden rounded border border-accent/30 bg-raised">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 py-3 text-13">
        <p className="flex min-w-0 items-start gap-2.5">
          <Spinner className="mt-0.5 size-4 text-accent" />
          <span>
            <strong className="font-semibold">{words}</strong>
            <span className="text-muted">
              {target ? ` · then ${statusLabel(target).toLowerCase()}` : null}
              {operation?.triggeredBy ? ` · started by ${operation.triggeredBy}` : null}
              {startedAt ? (
                <>
                  {' · '}
                  <Age by="server" at={startedAt} />
                  {slowness ? (
                    <>
                      {', '}
                      <Figures>{slowness}</Figures>
                    </>
                  ) : null}
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
