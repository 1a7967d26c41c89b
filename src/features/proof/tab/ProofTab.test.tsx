// @vitest-environment jsdom
// @vitest-environment-options {"url": "http://sandbox.test"}
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, createRootRoute, createRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { cleanup, configure, render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { fetchCvm } from '@/api/cvms.ts'
import { configQuery } from '@/api/session-queries.ts'
import { InProcessWorker, RefusedWorker } from '@/features/proof/testing/in-process-worker.ts'
import { sandboxWithClient, type SandboxClient } from '../../../../sandbox/testing/api-client.ts'
import { fetchToSandbox } from '../../../../sandbox/testing/fetch-to-sandbox.ts'
import { ProofTab } from './ProofTab.tsx'

// The tab on the real sandbox in this process. A browser's worker is stood for by one in the same thread, where the library takes no bytes of
// jsdom's make: what it makes of a quote is told elsewhere.

configure({ asyncUtilTimeout: 20_000 })

let client: SandboxClient
beforeAll(async () => {
  client = await sandboxWithClient({ fleetSize: 8 })
})
afterAll(() => client.stop())
beforeEach(() => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} })) // jsdom has none
  vi.stubGlobal('scrollTo', () => {})
  vi.stubGlobal('Worker', InProcessWorker)
  vi.stubGlobal(
    'fetch',
    fetchToSandbox({ sandbox: () => client.sandbox, key: () => client.info.keys.owner, origin: 'http://sandbox.test' }),
  )
})
afterEach(async () => {
  cleanup()
  vi.unstubAllGlobals()
  await client.call('DELETE', '/sandbox/faults')
})

const handIn = { name: 'Hand the quote in and check again' }

const failing = (path: string, status: number, times: number) =>
  client.call('POST', '/sandbox/faults', {
    // oxlint-disable-next-line unicorn/no-thenable -- the control interface's own word
    body: [{ method: 'GET', path: `/api/v1${path}`, times, then: { status, body: { detail: 'broken' } } }],
  })

async function openTab(which = 'centralKms') {
  const cvm = await fetchCvm(client.info.cvms[which]!)
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  queryClient.setQueryData(configQuery.queryKey, {
    mode: 'sandbox',
    upstream: 'sandbox',
    chains: client.sandbox.chains(),
    sandboxRoot: client.sandbox.sandboxRoot(),
  })
  const root = createRootRoute({ component: () => <ProofTab cvm={cvm} /> })
  const place = createRoute({ getParentRoute: () => root, path: '/verify', component: () => null })
  const router = createRouter({ routeTree: root.addChildren([place]), history: createMemoryHistory({ initialEntries: ['/'] }) })
  render(
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router as never} />
    </QueryClientProvider>,
  )
}

test('collateral that could not be read is not said to be missing, and no quote is handed in for it', async () => {
  await failing('/attestations/collateral/{checksum}', 503, 4)
  await openTab()
  await screen.findByText('The collateral could not be read.')
  expect(screen.queryByRole('button', handIn)).toBeNull()
  expect(screen.queryByText(/There is no collateral/)).toBeNull()
  expect(screen.getAllByText(/^The collateral could not be read, so it is not known/)).toHaveLength(2)

  await client.call('DELETE', '/sandbox/faults')
  await userEvent.click(screen.getAllByRole('button', { name: 'Check again' })[0]!)
  await waitFor(() => expect(screen.queryByText(/collateral could not be read/)).toBeNull())
  expect(screen.queryByRole('button', handIn)).toBeNull()
})

test('a quote that the server has no collateral for can be handed in', async () => {
  await failing('/attestations/collateral/{checksum}', 404, 4)
  await openTab()
  await screen.findByRole('button', handIn)
  expect(screen.getAllByText(/^There is no collateral/)).toHaveLength(2)
})

test('a browser that cannot check is not said to be a server that could not be read', async () => {
  vi.stubGlobal('Worker', RefusedWorker)
  await openTab()
  await screen.findByText('The evidence was read, but this browser could not check it.')
  expect(screen.queryByText(/could not be read/)).toBeNull()
  cleanup()

  await failing('/cvms/{id}/attestation', 503, 4)
  await openTab()
  await screen.findByText('The attestation could not be read.')
})
