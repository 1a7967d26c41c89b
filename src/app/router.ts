import { createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { routeTree } from '@/routeTree.gen.ts'
import { NotFound } from './NotFound.tsx'
import { queryClient } from './query-client.ts'
import { RoutePending } from './RoutePending.tsx'

export const router = createRouter({
  routeTree,
  context: { queryClient },
  defaultPreload: 'intent',
  // The pointer crosses many rows on its way to one.
  defaultPreloadDelay: 120,
  // Query decides what is fresh.
  defaultPreloadStaleTime: 0,
  defaultPendingMs: 200,
  defaultPendingMinMs: 200,
  // Out of the first bytes; a part that cannot be loaded is handled by `missing-chunk.ts`.
  defaultErrorComponent: lazyRouteComponent(() => import('./RouteError.tsx'), 'RouteError'),
  defaultPendingComponent: RoutePending,
  defaultNotFoundComponent: NotFound,
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
