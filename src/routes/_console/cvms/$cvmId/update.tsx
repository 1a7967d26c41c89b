import { createFileRoute } from '@tanstack/react-router'
import { lazy } from 'react'
import { UpdatePage } from '@/features/review/UpdatePage.tsx'

const WalletRegistration = lazy(() =>
  import('@/features/approval/signing/WalletRegistration.tsx').then((module) => ({ default: module.WalletRegistration })),
)

const Handover = lazy(() => import('@/features/approval/ask/Handover.tsx').then((module) => ({ default: module.Handover })))

export const Route = createFileRoute('/_console/cvms/$cvmId/update')({ component: UpdateRoute })

function UpdateRoute() {
  const { cvmId } = Route.useParams()
  return <UpdatePage key={cvmId} cvmId={cvmId} registration={WalletRegistration} handover={Handover} />
}
