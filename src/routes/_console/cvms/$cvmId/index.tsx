import { createFileRoute } from '@tanstack/react-router'
import * as z from 'zod/mini'
import { CvmDetailsPage } from '@/features/cvm/CvmDetailsPage.tsx'

export const Route = createFileRoute('/_console/cvms/$cvmId/')({
  /** Which part of the page is open; the page knows their names. */
  validateSearch: z.object({ tab: z.optional(z.catch(z.string(), '')) }),
  component: CvmDetailsRoute,
})

function CvmDetailsRoute() {
  const { cvmId } = Route.useParams()
  const { tab } = Route.useSearch()
  return <CvmDetailsPage key={cvmId} cvmId={cvmId} tab={tab} />
}
