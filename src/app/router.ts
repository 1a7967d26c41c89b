import { createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { keepSecretOutOfAddress } from '@/lib/secret-fragment.ts'
import { routeTree } from '@/routeTree.gen.ts'
import { currentSession } from './session.ts'
import { RoutePending } from './RoutePending.tsx'

keepSecretOutOfAddress()

export const router = createRouter({
  routeTree,
  context: { queryClient: currentSession.snapshot().queryClient },
  defaultPreload: 'intent',
  // The pointer crosses many rows on its way to one.
  defaultPreloadDelay: 120,
  // Query decides what is fresh.
  defaultPreloadStaleTime: 0,
  // The first page: its frame comes as soon as it can, and what stands in it meanwhile holds nothing up. `page-arrival.ts` says it of the others.
  defaultPendingMs: 0,
  defaultPendingMinMs: 0,
  // Out of the first bytes; a page that cannot be loaded is handled by `missing-chunk.ts`.
  defaultErrorComponent: lazyRouteComponent(() => import('./RouteError.tsx'), 'RouteError'),
  defaultNotFoundComponent: lazyRouteComponent(() => import('./NotFound.tsx'), 'NotFound'),
  defaultPendingComponent: RoutePending,
  scrollRestoration: true,
})

/** The code of the page that the address names is there by the time that the page may be shown. */
export function loadFirstPage() {
  for (const { routeId } of router.matchRoutes(router.latestLocation)) {
    // What fails here fails again where it is needed, and is said there.
    void router.loadRouteChunk(router.routesById[routeId as keyof typeof router.routesById])?.catch(() => {})
  }
}

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
