import { createFileRoute } from '@tanstack/react-router'
import { EditPage } from '@/features/cvm-edit/EditPage.tsx'

export const Route = createFileRoute('/_console/cvms/$cvmId/edit')({ component: EditRoute })

function EditRoute() {
  const { cvmId } = Route.useParams()
  return <EditPage key={cvmId} cvmId={cvmId} />
}
