import { createFileRoute } from '@tanstack/react-router'
import { lazy } from 'react'
import { UpdatePage } from '@/features/update-review/UpdatePage.tsx'

const RegistrationDoor = lazy(() =>
  import('@/features/hash-registration/RegistrationDoor.tsx').then((module) => ({ default: module.RegistrationDoor })),
)

export const Route = createFileRoute('/_console/cvms/$cvmId/update')({ component: UpdateRoute })

function UpdateRoute() {
  const { cvmId } = Route.useParams()
  return <UpdatePage key={cvmId} cvmId={cvmId} registration={RegistrationDoor} />
}
