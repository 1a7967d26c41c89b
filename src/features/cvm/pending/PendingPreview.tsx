import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { pendingPreviewQuery } from '@/api/apps/pending-preview.ts'
import { cvmQueries } from '@/api/queries.ts'
import type { PendingUpdate } from '@/api/schemas/apps/pending-updates.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { useDraft } from '@/updates/drafts/use-draft.ts'
import { useNotPermitted } from '@/updates/engine/use-not-permitted.ts'
import { useWayToReview } from '@/updates/engine/use-way-to-review.ts'
import { readBaseline } from '@/updates/fields/fields.ts'
import { DiffView } from '@/ui/code/DiffView.tsx'
import { Button } from '@/ui/controls/Button.tsx'
import { Skeleton } from '@/ui/layout/Skeleton.tsx'
import { Absent } from '@/features/cvm/Absent.tsx'

interface PendingPreviewProps {
  cvm: Cvm
  appId: string
  pending: PendingUpdate
  /** Whether it is for the CVM whose page this is, on which alone it can be taken over. */
  isThis: boolean
}

/** What a prepared update changes, and the way to carry it on with one's own key. */
export function PendingPreview({ cvm, appId, pending, isThis }: PendingPreviewProps) {
  const { data, error, refetch } = useQuery(pendingPreviewQuery(appId, { vmUuid: pending.vm_uuid, composeHash: pending.compose_hash }))
  const { data: present } = useQuery({ ...cvmQueries.appCompose(cvm.id), enabled: isThis })
  const drafts = useDraft(cvm)
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const notPermitted = useNotPermitted(cvm.id)
  const way = useWayToReview(cvm)
  if (error && !data) {
    return (
      <div className="mt-3">
        <Absent what="What it would change" error={error} onRetry={() => void refetch()} />
      </div>
    )
  }
  if (!data) return <Skeleton className="mt-3 h-40 w-full" />
  const { composeFile, script } = data
  const isSame = composeFile.before === composeFile.after && script.before === script.after

  async function takeOver() {
    if (!drafts) return
    const manifest = await queryClient.fetchQuery({ ...cvmQueries.appCompose(cvm.id), staleTime: 0 }).catch(() => present ?? null)
    const baseline = readBaseline(cvm, manifest)
    way.clear()
    drafts.save(baseline, { ...baseline, composeYaml: composeFile.after, preLaunchScript: script.after })
    await navigate({ to: '/cvms/$cvmId/update', params: { cvmId: cvm.id } })
  }

  const cannot =
    notPermitted ??
    way.hindrance ??
    (isSame
      ? 'What it changes is not among what the server shows, so it cannot be repeated from here.'
      : !drafts || !present
        ? 'The stored configuration is being read.'
        : null)
  return (
    <div className="mt-3 grid min-w-0 gap-3">
      {composeFile.before === composeFile.after ? null : <DiffView label="Compose file: now, and prepared" {...composeFile} />}
      {script.before === script.after ? null : <DiffView label="Pre-launch script: now, and prepared" {...script} />}
      {isSame ? (
        <p className="text-13 text-muted">
          Compose file and script stay as they are. It changes names or visibility, which the server does not show here.
        </p>
      ) : null}
      {isThis ? (
        <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 rounded-md border border-line bg-sunken px-3 py-2.5">
          <p className="min-w-0 flex-1 basis-80 text-13 text-muted">
            Taking over makes the same change with your key and leads to its review.{' '}
            {pending.on_chain
              ? 'Where it comes to the same compose hash, the contract allows it already and no signature is asked for.'
              : 'Where it comes to the same compose hash, an approval that is given meanwhile counts for it too.'}{' '}
            The review shows the hash. A newly prepared one takes the place of this one.
            {drafts?.read() ? ' The edits that are kept in this browser are replaced.' : null}
          </p>
          <Button variant="primary" disabledReason={cannot} onClick={() => void takeOver()}>
            Take over
          </Button>
        </div>
      ) : null}
    </div>
  )
}
