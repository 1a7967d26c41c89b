import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, createRootRoute, createRoute, createRouter, Outlet, RouterProvider } from '@tanstack/react-router'
import { act, render } from '@testing-library/react'
import type { ReactNode } from 'react'
import { cvmQueries } from '@/api/queries.ts'
import type { ChainConfig } from '@/api/schemas/runtime-config.ts'
import { configQuery } from '@/api/session-queries.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { EditPage } from '@/features/edit/EditPage.tsx'
import { browserStore } from '@/lib/storage.ts'
import { InTestSession, testScope, testSession } from '@/runs/testing/session.tsx'
import { chainOpener } from '@/updates/engine/open-update-world.ts'
import { quickWorld } from '@/updates/engine/testing/quick-world.ts'
import { createUpdateDriver } from '@/updates/engine/update-driver.ts'
import { updateDriversPart } from '@/updates/engine/update-drivers.ts'

interface OpenedFor {
  /** The world that the page is opened in, and its chains. */
  sandbox: { worldId: () => string; chains: () => ChainConfig[] }
  origin: string
  cvm: Cvm
}

/** The form of a CVM on the real engine, with the pages that lead from it as one word each. */
export function openEditPage({ sandbox, origin, cvm }: OpenedFor) {
  const worldId = sandbox.worldId()
  const chains = sandbox.chains()
  const driver = createUpdateDriver(cvm, quickWorld({ worldId, chain: chainOpener(chains, { baseUrl: origin }), store: browserStore }))
  const session = testSession(testScope(worldId))
  session.provide(updateDriversPart, { of: () => driver, stop: () => driver.stop() })
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  queryClient.setQueryData(configQuery.queryKey, { mode: 'sandbox', upstream: 'sandbox', worldId, chains })
  const root = createRootRoute({ component: Outlet })
  const place = (path: string, component: () => ReactNode) => createRoute({ getParentRoute: () => root, path, component })
  const router = createRouter({
    routeTree: root.addChildren([
      place('/cvms/$cvmId/edit', () => <EditPage cvmId={cvm.id} />),
      place('/cvms/$cvmId/update', () => <p>the review</p>),
      place('/cvms/$cvmId', () => <p>the CVM</p>),
    ]),
    history: createMemoryHistory({ initialEntries: [`/cvms/${cvm.id}/edit`] }),
  })
  render(
    <InTestSession session={session}>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router as never} />
      </QueryClientProvider>
    </InTestSession>,
  )
  return {
    driver,
    router,
    /** Looks at the server once more, as polling does. */
    lookAgain: () => act(() => queryClient.refetchQueries({ queryKey: cvmQueries.one(cvm.id) })),
  }
}
