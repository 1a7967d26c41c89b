import { QueryClient } from '@tanstack/react-query'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { type SandboxClient, sandboxWithClient } from '../../sandbox/testing/api-client.ts'
import { fetchToSandbox } from '../../sandbox/testing/fetch-to-sandbox.ts'
import { fleetQuery, fleetStatusQuery } from './fleet-query.ts'

let client: SandboxClient

beforeAll(async () => {
  client = await sandboxWithClient({ fleetSize: 8 })
}, 60_000)
afterAll(() => client.stop())
afterEach(() => vi.unstubAllGlobals())

test('a refresh that failed stays failed while the status of single CVMs goes on arriving', async () => {
  const key = () => client.info.keys.owner
  vi.stubGlobal('fetch', fetchToSandbox({ sandbox: () => client.sandbox, key, origin: 'http://sandbox.test' }))
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  const state = () => queryClient.getQueryState(fleetQuery.queryKey)!
  const busy = () => state().data!.cvms.find(({ id }) => id === client.info.cvms['busy'])!
  const fleet = await queryClient.fetchQuery(fleetQuery)
  const readAt = state().dataUpdatedAt
  expect(busy().inProgress).toBe(true)

  // oxlint-disable-next-line unicorn/no-thenable -- the control interface's own word
  await client.call('POST', '/sandbox/faults', { body: [{ method: 'GET', path: '/api/v1/cvms/paginated', then: 'html-502' }] })
  await queryClient.refetchQueries({ queryKey: fleetQuery.queryKey, exact: true })
  expect(state().error).not.toBeNull()

  await client.call('POST', '/sandbox/clock', { body: { advanceSeconds: 16 * 60 } })
  await queryClient.fetchQuery(fleetStatusQuery(fleet))
  expect(busy().inProgress).toBe(false)
  expect(state()).toMatchObject({ status: 'error', error: expect.any(Error), dataUpdatedAt: readAt })
})
