// @vitest-environment jsdom
// @vitest-environment-options {"url": "http://sandbox.test"}
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { cleanup, render, screen, waitFor } from '@testing-library/react'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import * as api from '@/api/cvms.ts'
import { cvmQueries } from '@/api/queries.ts'
import type { Operation } from '@/api/schemas/operation.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { sandboxWithClient, type SandboxClient } from '../../../../sandbox/testing/api-client.ts'
import { fetchToSandbox } from '../../../../sandbox/testing/fetch-to-sandbox.ts'
import { ShutdownFailed } from './ShutdownFailed.tsx'

let client: SandboxClient

beforeAll(async () => {
  client = await sandboxWithClient({ fleetSize: 8, seed: 1 })
})
afterAll(() => client.stop())
beforeEach(async () => {
  await client.call('POST', '/sandbox/reset', { body: { applySeconds: 0.05, fleetSize: 8 } })
  client.info = await client.readInfo()
  const key = () => client.info.keys.owner
  vi.stubGlobal('fetch', fetchToSandbox({ sandbox: () => client.sandbox, key, origin: 'http://sandbox.test' }))
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

/** A restart of a CVM, until it ended one way or the other. */
async function restarted(which: string) {
  const cvmId = client.info.cvms[which]!
  expect((await client.api('POST', `/cvms/${cvmId}/restart`)).status).toBeLessThan(300)
  await waitFor(async () => expect((await api.fetchOperations(cvmId)).items[0]).toMatchObject({ type: 'restart', status: 'failed' }), {
    timeout: 20_000,
  })
  const [cvm, operations] = await Promise.all([api.fetchCvm(cvmId), api.fetchOperations(cvmId)])
  return { cvm, operations }
}

function show(cvm: Cvm, operations: { items: Operation[]; next_cursor: string | null; unreadable: number }) {
  const queryClient = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity } } })
  queryClient.setQueryData(cvmQueries.operations(cvm.id).queryKey, operations)
  render(
    <QueryClientProvider client={queryClient}>
      <ShutdownFailed cvm={cvm} />
    </QueryClientProvider>,
  )
}

test('a CVM that is not let start again is not told to be restarted by force', async () => {
  const { cvm, operations } = await restarted('deviceNotAllowed')
  expect(cvm.status).toBe('error')
  show(cvm, operations)
  expect(document.body.textContent).toBe('')
})

test('one that still runs after a restart that failed is', async () => {
  const { cvm, operations } = await restarted('deviceNotAllowed')
  show({ ...cvm, status: 'running' }, operations)
  expect(screen.getByText('The last restart did not finish.')).toBeTruthy()
})
