import { createFileRoute } from '@tanstack/react-router'
import { cvmQueries } from '@/api/queries.ts'
import { UpdatePage } from '@/features/review/UpdatePage.tsx'
import { optionalPart } from '@/ui/layout/optional-part.tsx'

const WalletRegistration = optionalPart(
  () => import('@/features/approval/signing/WalletRegistration.tsx').then((module) => module.WalletRegistration),
  { name: 'What is needed to sign' },
)

const Handover = optionalPart(() => import('@/features/approval/ask/Handover.tsx').then((module) => module.Handover), {
  name: 'The links for an approval',
})

export const Route = createFileRoute('/_console/cvms/$cvmId/update')({
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
  return <UpdatePage key={cvmId} cvmId={cvmId} registration={WalletRegistration} handover={Handover} />
}
