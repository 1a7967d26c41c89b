// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { cleanup, render, screen } from '@testing-library/react'
import type { ReactNode } from 'react'
import { afterEach, expect, test } from 'vitest'
import { siblingQueries } from '@/api/apps/siblings.ts'
import { cvmQueries } from '@/api/queries.ts'
import { OperationsTab } from './operations/OperationsTab.tsx'
import { RecentOperationsCard } from './overview/RecentOperationsCard.tsx'
import { DevicesCard } from './siblings/DevicesCard.tsx'

afterEach(cleanup)

/** The part of a page, with lists of which so many records could not be read and none could. */
async function show(part: ReactNode, unreadable: number) {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity, retry: false } } })
  client.setQueryData(cvmQueries.operations('cvm_1').queryKey, { items: [], next_cursor: null, unreadable })
  client.setQueryData(siblingQueries.devices('app_1', true).queryKey, { allowsAny: false, devices: [], unreadable })
  const router = createRouter({ routeTree: createRootRoute({ component: () => part }), history: createMemoryHistory() })
  render(
    <QueryClientProvider client={client}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  )
  await screen.findAllByRole('heading')
}

test.each([
  ['operations', <OperationsTab key="o" cvmId="cvm_1" />, 'Nothing has happened yet'],
  ['the newest operations', <RecentOperationsCard key="r" cvmId="cvm_1" />, 'Nothing has happened to this CVM yet.'],
  ['devices', <DevicesCard key="d" appId="app_1" />, 'The server names no devices.'],
])('a list of %s is empty only where every record of it was read', async (_, part, emptyWords) => {
  await show(part, 0)
  expect(screen.queryByText(emptyWords)).not.toBeNull()
  cleanup()
  await show(part, 2)
  expect(screen.queryByText(emptyWords)).toBeNull()
  expect(screen.getByText(/^2 of 2 could not be read and are left out/)).toBeTruthy()
})
