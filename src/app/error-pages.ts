import type { AnyRouter } from '@tanstack/react-router'

/** After what the page itself asks for. */
const laterMs = 2_000

/** When the server is gone it is too late to load the pages that say so, and the way out: they are there before. Returns how to end that. */
export function keepErrorPages(router: AnyRouter): () => void {
  const load = () => {
    // The router takes a part that once failed to load for one of an old deployment and gives up the page for it.
    if (!navigator.onLine) return
    const pages = Object.values(router.routesById).map((route) => router.loadRouteChunk(route, 'errorComponent'))
    void Promise.allSettled([import('./RouteError.tsx'), import('./sign-out.ts'), ...pages])
  }
  const timer = setTimeout(load, laterMs)
  window.addEventListener('online', load)
  return () => {
    clearTimeout(timer)
    window.removeEventListener('online', load)
  }
}
