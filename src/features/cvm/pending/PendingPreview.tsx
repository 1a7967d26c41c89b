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
import { Button } from '@/ui/controls/Button.tsx'
import { Skeleton } from '@/ui/layout/Skeleton.tsx'
import { Absent } from '@/features/cvm/Absent.tsx'
import { useIsShown } from '@/features/cvm/use-is-shown.ts'
import { keepsTexts, preparedValues } from './prepared-texts.ts'
import { PreparedTextView } from './PreparedTextView.tsx'

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
  const stored = useQuery({ ...cvmQueries.appCompose(cvm.id), enabled: isThis })
  const present = stored.data
  const drafts = useDraft(cvm)
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const notPermitted = useNotPermitted(cvm.id)
  const way = useWayToReview(cvm)
  const isShown = useIsShown()
  if (error && !data) {
    return (
      <div className="mt-3">
        <Absent what="What it would change" error={error} onRetry={() => void refetch()} />
      </div>
    )
  }
  if (!data) return <Skeleton className="mt-3 h-40 w-full" />
  const { composeFile, script } = data
  const isSame = keepsTexts(data)
  const isReported = preparedValues(readBaseline(cvm, present ?? null), data) !== null

  async function takeOver() {
    if (!drafts || !data) return
    const manifest = await queryClient.fetchQuery({ ...cvmQueries.appCompose(cvm.id), staleTime: 0 }).catch(() => present ?? null)
    if (!isShown()) return
    const baseline = readBaseline(cvm, manifest)
    const values = preparedValues(baseline, data)
    if (!values) return
    way.clear()
    drafts.save(baseline, values)
    await navigate({ to: '/cvms/$cvmId/update', params: { cvmId: cvm.id } })
  }

  const cannot =
    notPermitted ??
    way.hindrance ??
    (isSame
      ? 'What it changes is not among what the server shows, so it cannot be repeated from here.'
      : !isReported
        ? 'Not all of its texts are reported, so it cannot be repeated from here.'
        : stored.error && !present
          ? 'The stored configuration could not be read.'
          : !drafts || !present
            ? 'The stored configuration is being read.'
            : null)
  return (
    <div className="mt-3 grid min-w-0 gap-3">
      <PreparedTextView label="Compose file" {...composeFile} unreported="The server does not report its compose file." />
      <PreparedTextView label="Pre-launch script" {...script} unreported="No pre-launch script is reported, neither now nor prepared." />
      {isSame ? (
        <p className="text-13 text-muted">
          The compose file and script stay as they are. The server does not show what else it changes, such as names or visibility.
        </p>
      ) : null}
      {isThis && stored.error && !present ? (
        <Absent what="The stored configuration" error={stored.error} onRetry={() => void stored.refetch()} />
      ) : null}
      {isThis ? (
        <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 rounded-md border border-line bg-sunken px-3 py-2.5">
          <p className="min-w-0 flex-1 basis-80 text-13 text-muted">
            Taking over repeats its compose file and script with your key and leads to the review. Names and visibility that it changes are
            neither shown here nor repeated. {onChainWords(pending.on_chain)} The review shows the hash. A newly prepared one takes the
            place of this one.
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

function onChainWords(isAllowed: boolean | null): string {
  if (isAllowed === null) return 'Whether the contract allows its compose hash is not reported.'
  return isAllowed
    ? 'If it leads to the same compose hash, the contract already allows it and no signature is asked for.'
    : 'If it leads to the same compose hash, an approval that is given meanwhile counts for it too.'
}
