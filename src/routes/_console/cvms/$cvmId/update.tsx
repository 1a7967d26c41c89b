import { createFileRoute } from '@tanstack/react-router'
import { lazy } from 'react'
import { UpdatePage } from '@/features/update-review/UpdatePage.tsx'

const RegistrationDoor = lazy(() =>
  import('@/features/hash-registration/RegistrationDoor.tsx').then((module) => ({ default: module.RegistrationDoor })),
)

const HandOff = lazy(() => import('@/features/hash-registration/HandOff.tsx').then((module) => ({ default: module.HandOff })))

export const Route = createFileRoute('/_console/cvms/$cvmId/update')({ component: UpdateRoute })

function UpdateRoute() {
  const { cvmId } = Route.useParams()
  return <UpdatePage key={cvmId} cvmId={cvmId} registration={RegistrationDoor} handOff={HandOff} />
}
