import { createFileRoute } from '@tanstack/react-router'
import { UpdatePage } from '@/features/update-review/UpdatePage.tsx'

export const Route = createFileRoute('/_console/cvms/$cvmId/update')({ component: UpdateRoute })

function UpdateRoute() {
  const { cvmId } = Route.useParams()
  return <UpdatePage key={cvmId} cvmId={cvmId} />
}
