// @vitest-environment jsdom
// @vitest-environment-options {"url": "http://sandbox.test"}
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, createRootRoute, createRoute, createRouter, Outlet, RouterProvider } from '@tanstack/react-router'
import { act, configure, render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { InTestSession, testScope, testSession } from '@/runs/testing/session.tsx'
import { pageOnSandbox } from '../../../sandbox/testing/page-on-sandbox.ts'
import { HistoryRoute } from './HistoryRoute.tsx'

// The history of a workspace, with the real sandbox in this process.

configure({ asyncUtilTimeout: 20_000 })
vi.setConfig({ testTimeout: 60_000 })
const server = pageOnSandbox({ origin: 'http://sandbox.test' })

function open(address: string) {
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  )
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(720) // jsdom has no layout
  const root = createRootRoute({ component: Outlet })
  const router = createRouter({
    routeTree: root.addChildren([
      createRoute({ getParentRoute: () => root, path: '/history', component: HistoryRoute }),
      createRoute({ getParentRoute: () => root, path: '/cvms/$cvmId', component: () => null }),
    ]),
    history: createMemoryHistory({ initialEntries: [address] }),
  })
  render(
    <InTestSession session={testSession(testScope(server.client.sandbox.worldId()))}>
      <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
        <RouterProvider router={router as never} />
      </QueryClientProvider>
    </InTestSession>,
  )
  return router
}

const rows = () => screen.queryAllByRole('row').filter((row) => row.dataset['index'] !== undefined)
const rowCount = () => Number(screen.getByRole('table', { name: 'Operations' }).getAttribute('aria-rowcount')) - 1

test('what was done to all CVMs is one list; filters are in the address, and a row leads to its CVM', async () => {
  const { cvms } = server.client.info
  await server.client.api('POST', `/cvms/${cvms['centralKms']!}/restart`)
  const router = open('/history')
  await waitFor(() => expect(rowCount()).toBeGreaterThan(10))
  await waitFor(() => expect(screen.queryByText(/^Reading:/)).toBeNull())
  const all = rowCount()
  const newest = within(rows()[0]!)
  expect(newest.getByText('Restarting')).toBeTruthy()
  expect(newest.getByRole('link').getAttribute('href')).toBe(`/cvms/${cvms['centralKms']!}?tab=operations`)

  const user = userEvent.setup()
  await user.selectOptions(screen.getByRole('combobox', { name: 'Operation' }), 'Restarted')
  await waitFor(() => expect(rowCount()).toBeLessThan(all))
  expect(router.state.location.search).toMatchObject({ type: 'restart' })
  await user.click(screen.getByRole('button', { name: 'Clear filters' }))
  await waitFor(() => expect(rowCount()).toBe(all))
})

test('a link holds the filters, and what could not be read is said and read again', async () => {
  const cvmId = server.client.info.cvms['stopped']!
  await server.client.call('POST', '/sandbox/faults', {
    // oxlint-disable-next-line unicorn/no-thenable -- the control interface's own word
    body: [{ method: 'GET', path: `/api/v1/cvms/${cvmId}/operations`, then: { status: 403, body: { detail: 'Not for you' } } }],
  })
  open(`/history?cvm=${cvmId}`)
  expect(await screen.findByText('The operations of 1 CVM could not be read.')).toBeTruthy()
  expect(screen.getByRole<HTMLInputElement>('searchbox', { name: 'CVM by name or id' }).value).toBe(cvmId)
  await userEvent.setup().click(screen.getByRole('button', { name: 'Read those again' }))
  await waitFor(() => expect(rowCount()).toBeGreaterThan(0))
  expect(screen.queryByText('The operations of 1 CVM could not be read.')).toBeNull()
})

test('an address from outside empties the box, and nothing writes the old text back', async () => {
  const cvmId = server.client.info.cvms['stopped']!
  const router = open(`/history?cvm=${cvmId}`)
  const box = await screen.findByRole<HTMLInputElement>('searchbox', { name: 'CVM by name or id' })
  expect(box.value).toBe(cvmId)
  await act(() => router.navigate({ to: '/history', search: {} as never }))
  await waitFor(() => expect(box.value).toBe(''))
  // What would be written comes after the pause of somebody who types, and what is typed now comes after that.
  await userEvent.setup().type(box, 'w')
  await waitFor(() => expect(router.state.location.search).toEqual({ cvm: 'w' }))
  expect(box.value).toBe('w')
})

test('where only the first page of the list came, that is said, and what is there can be read', async () => {
  await server.client.call('POST', '/sandbox/reset', { body: { fleetSize: 120 } })
  await server.client.call('POST', '/sandbox/faults', {
    body: [{ delayMs: 0 }, { status: 403, body: { detail: 'Not for you' } }].map((then) => ({
      method: 'GET',
      path: '/api/v1/cvms/paginated',
      // oxlint-disable-next-line unicorn/no-thenable -- the control interface's own word
      then,
    })),
  })
  open('/history')
  expect(await screen.findByText(/^100 of 1\d\d CVMs could be listed\./)).toBeTruthy()
  const user = userEvent.setup()
  expect(screen.getByRole('button', { name: 'Read 100 CVMs' })).toBeTruthy()
  await user.click(screen.getByRole('button', { name: 'Try again' }))
  await waitFor(() => expect(screen.queryByText(/could be listed/)).toBeNull())
  expect(await screen.findByRole('button', { name: /^Read 1[2-9]\d CVMs$/ })).toBeTruthy()
})
