import { createFileRoute } from '@tanstack/react-router'
import * as z from 'zod/mini'
import { cvmQueries } from '@/api/queries.ts'
import { ProofMissing } from '@/features/review/progress/ProofMissing.tsx'
import { UpdatePage } from '@/features/review/UpdatePage.tsx'
import { optionalPart } from '@/ui/layout/optional-part.tsx'

const WalletRegistration = optionalPart(
  () => import('@/features/approval/signing/WalletRegistration.tsx').then((module) => module.WalletRegistration),
  { name: 'What is needed to sign' },
)

const Handover = optionalPart(() => import('@/features/approval/ask/Handover.tsx').then((module) => module.Handover), {
  name: 'The links for an approval',
})

const StartApproval = optionalPart(() => import('@/features/approval/ask/StartApproval.tsx').then((module) => module.StartApproval), {
  name: 'The link for the owner',
})

const ProveStep = optionalPart(() => import('@/features/proof/step/ProveStep.tsx').then((module) => module.ProveStep), {
  name: 'The proof',
  missing: ({ onVerdict }, retry) => <ProofMissing onVerdict={onVerdict} onRetry={retry} />,
})

export const Route = createFileRoute('/_console/cvms/$cvmId/update')({
  /** A revision that is to be put back; without one, the edits of this browser. */
  validateSearch: z.object({ redeploy: z.optional(z.catch(z.string(), '')) }),
  loader: ({ context: { queryClient }, params: { cvmId } }) => {
    // Not for a name, which first becomes an address. The page says what goes wrong with it.
    if (queryClient.getQueryData(cvmQueries.detail(cvmId).queryKey)?.id !== cvmId) return
    void queryClient.prefetchQuery(cvmQueries.appCompose(cvmId))
    void queryClient.prefetchQuery(cvmQueries.operations(cvmId))
  },
  component: UpdateRoute,
})

function UpdateRoute() {
  const { cvmId } = Route.useParams()
  const { redeploy } = Route.useSearch()
  return (
    <UpdatePage
      key={cvmId}
      cvmId={cvmId}
      revisionId={redeploy || null}
      registration={WalletRegistration}
      handover={Handover}
      proof={ProveStep}
      startApproval={StartApproval}
    />
  )
}
