import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, createRootRoute, createRoute, createRouter, Outlet, RouterProvider, useSearch } from '@tanstack/react-router'
import { render } from '@testing-library/react'
import type { ReactNode } from 'react'
import type { ChainConfig } from '@/api/schemas/runtime-config.ts'
import { configQuery } from '@/api/session-queries.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { UpdatePage } from '@/features/review/UpdatePage.tsx'
import { browserStore, type TextStore } from '@/lib/storage.ts'
import { InTestSession, testScope, testSession } from '@/runs/testing/session.tsx'
import { chainOpener } from '@/updates/engine/open-update-world.ts'
import { quickPace, quickWorld } from '@/updates/engine/testing/quick-world.ts'
import { createUpdateDriver } from '@/updates/engine/update-driver.ts'
import { updateDriversPart } from '@/updates/engine/update-drivers.ts'

interface OpenedFor {
  /** The world that the page is opened in, and its chains. */
  sandbox: { worldId: () => string; chains: () => ChainConfig[] }
  origin: string
  cvm: Cvm
  store?: TextStore
  /** The revision that the address names. */
  redeploy?: string
}

/** The update page of a CVM on the real engine, with the pages that lead from it as one word each. */
export function openUpdatePage({ sandbox, origin, cvm, store = browserStore, redeploy }: OpenedFor) {
  const worldId = sandbox.worldId()
  const chains = sandbox.chains()
  const chain = chainOpener(chains, { baseUrl: origin })
  const driver = createUpdateDriver(cvm, quickWorld({ worldId, chain, store, pace: { ...quickPace, confirmMs: [15, 15, 15, 15] } }))
  const session = testSession(testScope(worldId))
  session.provide(updateDriversPart, { of: () => driver, stop: () => driver.stop() })
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  queryClient.setQueryData(configQuery.queryKey, { mode: 'sandbox', upstream: 'sandbox', worldId, chains })

  function Page() {
    const search: { redeploy?: string } = useSearch({ strict: false })
    return (
      <UpdatePage
        cvmId={cvm.id}
        revisionId={search.redeploy ?? null}
        registration={() => null}
        handover={() => null}
        proof={() => null}
        startApproval={() => null}
      />
    )
  }
  const root = createRootRoute({ component: Outlet })
  const place = (path: string, component: () => ReactNode) => createRoute({ getParentRoute: () => root, path, component })
  const address = `/cvms/${cvm.id}/update${redeploy === undefined ? '' : `?redeploy=${redeploy}`}`
  const router = createRouter({
    routeTree: root.addChildren([
      place('/cvms/$cvmId/update', Page),
      place('/cvms/$cvmId/edit', () => <p>the form</p>),
      place('/cvms/$cvmId', () => <p>the CVM</p>),
      place('/cvms', () => <p>the fleet</p>),
    ]),
    history: createMemoryHistory({ initialEntries: [address] }),
  })
  render(
    <InTestSession session={session}>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router as never} />
      </QueryClientProvider>
    </InTestSession>,
  )
  return { driver, session, queryClient, router }
}
