import { useCallback } from 'react'
import { createFileRoute } from '@tanstack/react-router'
import { fleetQuery } from '@/api/fleet-query.ts'
import { FleetPage } from '@/features/fleet/FleetPage.tsx'
import { optionalPart } from '@/ui/layout/optional-part.tsx'
import { type FleetSearch, fleetSearchSchema } from '@/features/fleet/table/fleet-search.ts'

const ProveSelection = optionalPart(() => import('@/features/proof/fleet/ProveSelection.tsx').then((module) => module.ProveSelection), {
  name: 'Proving',
})

export const Route = createFileRoute('/_console/cvms/')({
  validateSearch: fleetSearchSchema,
  loader: ({ context }) => {
    void context.queryClient.prefetchQuery(fleetQuery) // not awaited: page 1 paints before the rest is there
  },
  component: FleetRoute,
})

function FleetRoute() {
  const search = Route.useSearch()
  const navigate = Route.useNavigate()
  const onSearchChange = useCallback(
    // Typing in the search box is not a way one wants to go back step by step.
    (change: Partial<FleetSearch>) => void navigate({ search: (search) => ({ ...search, ...change }), replace: true }),
    [navigate],
  )
  return <FleetPage search={search} onSearchChange={onSearchChange} prove={ProveSelection} />
}
