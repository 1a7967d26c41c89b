import { createFileRoute } from '@tanstack/react-router'
import * as z from 'zod/mini'
import { cvmQueries } from '@/api/queries.ts'
import { EditPage } from '@/features/edit/EditPage.tsx'

export const Route = createFileRoute('/_console/cvms/$cvmId/edit')({
  /** Where to begin, as after a refused value; the page knows the fields' names. */
  validateSearch: z.object({ field: z.optional(z.catch(z.string(), '')) }),
  loader: ({ context: { queryClient }, params: { cvmId } }) => {
    // Not for a name, which first becomes an address. The page says what goes wrong with it.
    if (queryClient.getQueryData(cvmQueries.detail(cvmId).queryKey)?.id === cvmId) {
      void queryClient.prefetchQuery(cvmQueries.appCompose(cvmId))
    }
  },
  component: EditRoute,
})

function EditRoute() {
  const { cvmId } = Route.useParams()
  const { field } = Route.useSearch()
  return <EditPage key={cvmId} cvmId={cvmId} field={field} />
}
