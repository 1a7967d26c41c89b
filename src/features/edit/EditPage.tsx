import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { ApiError, mayPass } from '@/api/api-error.ts'
import { cvmQueries } from '@/api/queries.ts'
import { newOnArrival } from '@/api/reading/new-on-arrival.ts'
import { absenceText } from '@/domain/absence-texts.ts'
import { afterPaint } from '@/ui/layout/after-paint.ts'
import { fetchCodeEditor } from '@/ui/code/CodeEditor.tsx'
import { Skeleton } from '@/ui/layout/Skeleton.tsx'
import { useDueBelow, useRestDue } from '@/ui/layout/use-due-below.ts'
import { useWasAnswered } from '@/ui/layout/use-was-answered.ts'
import { fieldNames } from '@/updates/fields/fields.ts'
import { useDraft } from '@/updates/drafts/use-draft.ts'
import { useUpdate } from '@/updates/engine/use-update.ts'
import { EditForm } from './EditForm.tsx'
import { EditHeader } from './EditHeader.tsx'

/** Edits one CVM. Nothing is sent from here: Review shows what would be. `field` is where to begin, as after a refused value. */
export function EditPage({ cvmId, field }: { cvmId: string; field?: string | undefined }) {
  const { data: cvm } = useSuspenseQuery(cvmQueries.detail(cvmId))
  // A copy from before an update would look like a change by somebody else.
  const compose = useQuery({ ...cvmQueries.appCompose(cvmId), refetchOnMount: newOnArrival })
  const { refetch } = compose
  const seenHash = useRef(cvm.composeHash)
  // The CVM is looked at all the time, its files are not: another hash says that somebody changed them.
  useEffect(() => {
    if (seenHash.current !== cvm.composeHash) void refetch()
    seenHash.current = cvm.composeHash
  }, [cvm.composeHash, refetch])
  const drafts = useDraft(cvm)
  useEffect(() => afterPaint(fetchCodeEditor), [])
  const update = useUpdate(cvm)
  const isFormDue = useDueBelow(useWasAnswered(compose) && drafts !== null)
  const isWhole = useRestDue(isFormDue)
  const manifestProblem = compose.data ? null : absenceText(compose.error instanceof ApiError ? compose.error.kind : null)
  return (
    <div className="space-y-5">
      <EditHeader cvm={cvm} />
      {drafts && isFormDue ? (
        <EditForm
          cvm={cvm}
          manifest={compose.data ?? null}
          manifestProblem={manifestProblem}
          mayReadManifest={!compose.data && mayPass(compose.error)}
          isReadingManifest={compose.isFetching}
          onRetryManifest={() => void refetch()}
          drafts={drafts}
          update={update}
          isWhole={isWhole}
          startField={fieldNames.find((name) => name === field) ?? null}
        />
      ) : (
        <FormSkeleton />
      )}
    </div>
  )
}

const FormSkeleton = () => (
  <div className="grid gap-x-8 gap-y-4 lg:grid-cols-[10.5rem_minmax(0,1fr)]" aria-busy="true">
    <Skeleton className="hidden h-44 w-full lg:block" />
    <div className="space-y-4">
      <Skeleton className="h-40 w-full" />
      <Skeleton className="h-96 w-full" />
      <Skeleton className="h-48 w-full" />
    </div>
  </div>
)
