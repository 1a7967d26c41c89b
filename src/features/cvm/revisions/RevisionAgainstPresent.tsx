import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { cvmQueries } from '@/api/queries.ts'
import { revisionQueries } from '@/api/revisions.ts'
import type { AppCompose } from '@/api/schemas/app-compose.ts'
import type { Revision } from '@/api/schemas/apps/revision.ts'
import type { ChainConfig } from '@/api/schemas/runtime-config.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { useDraft } from '@/updates/drafts/use-draft.ts'
import { useNotPermitted } from '@/updates/engine/use-not-permitted.ts'
import { useWayToReview } from '@/updates/engine/use-way-to-review.ts'
import { valuesFromRevision } from '@/updates/plan/previous-revision.ts'
import { useHashAllowed } from '@/updates/verdict/use-hash-allowed.ts'
import { isInForce, isNoDifference, revisionDifference } from '@/updates/plan/revision-difference.ts'
import { signatureFor } from '@/updates/plan/update-plan.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { Skeleton } from '@/ui/layout/Skeleton.tsx'
import { Absent } from '@/features/cvm/Absent.tsx'
import { useIsShown } from '@/features/cvm/use-is-shown.ts'
import { DifferenceView } from './DifferenceView.tsx'

interface RevisionAgainstPresentProps {
  cvm: Cvm
  appId: string
  chain: ChainConfig | null
  revision: Revision
}

/** What going back to a revision would change on this CVM, what it would ask for, and the way to do it. */
export function RevisionAgainstPresent({ cvm, appId, chain, revision }: RevisionAgainstPresentProps) {
  const detail = useQuery(revisionQueries.one(appId, revision.id))
  const present = useQuery(cvmQueries.appCompose(cvm.id))
  const manifest = detail.data?.manifest
  if (detail.error && !detail.data) {
    return (
      <div className="mt-3">
        <Absent what="The files of this revision" error={detail.error} onRetry={() => void detail.refetch()} />
      </div>
    )
  }
  if (present.error && !present.data) {
    return (
      <div className="mt-3">
        <Absent what="The present configuration" error={present.error} onRetry={() => void present.refetch()} />
      </div>
    )
  }
  if (!detail.data || !present.data) {
    return (
      <div className="mt-3" aria-busy="true">
        <Skeleton className="h-40 w-full" />
      </div>
    )
  }
  if (!manifest)
    return <p className="mt-3 text-13 text-muted">The server returns the files of this revision in a format that cannot be read here.</p>
  const difference = revisionDifference(present.data, manifest)
  return (
    <div className="mt-3 grid min-w-0 gap-3">
      <DifferenceView label="now, and in this revision" difference={difference} />
      {isNoDifference(difference) && revision.composeHash && cvm.composeHash && revision.composeHash !== cvm.composeHash ? (
        <p className="text-13 text-muted">
          Its compose hash differs from the current one: the file is written differently, for example in another order.
        </p>
      ) : null}
      <GoBack cvm={cvm} chain={chain} revision={revision} present={present.data} manifest={manifest} />
    </div>
  )
}

interface GoBackProps {
  cvm: Cvm
  chain: ChainConfig | null
  revision: Revision
  present: AppCompose
  manifest: AppCompose
}

function GoBack({ cvm, chain, revision, present, manifest }: GoBackProps) {
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const drafts = useDraft(cvm)
  const notPermitted = useNotPermitted(cvm.id)
  const { isSame } = valuesFromRevision(cvm, present, manifest)
  const isThere = isInForce({ manifest: present, composeHash: cvm.composeHash }, { manifest, composeHash: revision.composeHash })

  const isShown = useIsShown()
  async function edit() {
    if (!drafts) return
    const fresh = await queryClient.fetchQuery({ ...cvmQueries.appCompose(cvm.id), staleTime: 0 }).catch(() => present)
    if (!isShown()) return
    const { baseline, values } = valuesFromRevision(cvm, fresh, manifest)
    drafts.save(baseline, values)
    await navigate({ to: '/cvms/$cvmId/edit', params: { cvmId: cvm.id } })
  }

  const way = useWayToReview(cvm)
  async function goBack() {
    way.clear()
    await navigate({ to: '/cvms/$cvmId/update', params: { cvmId: cvm.id }, search: { redeploy: revision.id } })
  }

  const cannot = notPermitted ?? way.hindrance ?? (isThere ? 'The stored configuration is the same already.' : null)
  const cannotEdit = notPermitted ?? (isSame ? 'The form would hold nothing new.' : drafts ? null : 'It is not known yet who is signed in.')
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 rounded-md border border-line bg-sunken px-3 py-2.5">
      <p className="min-w-0 flex-1 basis-80 text-13 text-muted">
        Going back restores the whole revision and restarts the CVM. You see what happens first; nothing is sent until you apply it.{' '}
        <SignatureWords cvm={cvm} chain={chain} revision={revision} /> An edit from it begins with its compose file, script and visibility,
        and can still be changed
        {drafts?.read() ? '; it takes the place of the edits that are kept in this browser' : null}.
      </p>
      <span className="flex flex-wrap gap-2">
        <Button variant="primary" disabledReason={cannot} onClick={() => void goBack()}>
          Go back to this revision
        </Button>
        <Button disabledReason={cannotEdit} onClick={() => void edit()}>
          Edit from this revision
        </Button>
      </span>
    </div>
  )
}

function SignatureWords({ cvm, chain, revision }: Pick<GoBackProps, 'cvm' | 'chain' | 'revision'>) {
  const { isAllowed, isAsking } = useHashAllowed(cvm, chain, revision.composeHash)
  if (signatureFor(cvm, 'the revision').signature === 'none') return <>No signature is asked for.</>
  if (revision.composeHash !== null && revision.composeHash === cvm.composeHash)
    return <>Its hash is the present one: no signature is asked for.</>
  if (isAsking) return <>The contract is being asked whether it allows its hash.</>
  if (revision.composeHash === null || isAllowed === undefined) return <>Whether it needs a signature could not be found out.</>
  return isAllowed ? (
    <>The contract still allows its hash, so no signature is asked for.</>
  ) : (
    <>The contract does not allow its hash, so it needs a signature.</>
  )
}
