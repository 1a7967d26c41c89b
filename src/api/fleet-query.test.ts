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

test('a look at the CVMs that change, which finds what the one before did, leaves the fleet the very same', async () => {
  await client.call('POST', '/sandbox/reset', { body: { fleetSize: 8 } })
  const key = () => client.info.keys.owner
  vi.stubGlobal('fetch', fetchToSandbox({ sandbox: () => client.sandbox, key, origin: 'http://sandbox.test' }))
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  const look = async () => {
    await queryClient.fetchQuery(fleetStatusQuery(queryClient.getQueryData(fleetQuery.queryKey)))
    return queryClient.getQueryData(fleetQuery.queryKey)!
  }
  const fleet = await queryClient.fetchQuery(fleetQuery)
  expect(fleet.cvms.some(({ inProgress }) => inProgress)).toBe(true)
  const once = await look()
  expect(await look()).toBe(once)
  await client.call('POST', '/sandbox/clock', { body: { advanceSeconds: 16 * 60 } })
  expect(await look()).not.toBe(once)
})

test.each([
  ['says how many pages there are', {}, 3],
  ['says only how many CVMs there are', { pages: undefined }, 3],
  ['says neither', { pages: undefined, total: undefined }, 3],
  ['sends the same page for ever', { pages: undefined, total: undefined, page: 'ignored' }, 2],
])('all pages of a list that %s', async (_, changed, asked) => {
  await client.call('POST', '/sandbox/reset', { body: { fleetSize: 230 } })
  const key = () => client.info.keys.owner
  const toSandbox = fetchToSandbox({ sandbox: () => client.sandbox, key, origin: 'http://sandbox.test' })
  let requests = 0
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    requests += 1
    const answer = await toSandbox('page' in changed ? path.replace(/([?&]page=)\d+/, '$11') : path, init)
    return Response.json({ ...((await answer.json()) as object), ...changed })
  })
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  const fleet = await queryClient.fetchQuery(fleetQuery)
  expect(requests).toBe(asked)
  expect(fleet).toMatchObject({ isPartial: false, unreadable: 0 })
  expect(fleet.cvms.length).toBe(asked === 3 ? 230 : 100)
})

test.each([
  [
    'cannot be read and come again and again',
    { pages: undefined, total: undefined },
    (items: unknown[]) => items.map(() => 'odd'),
    2,
    0,
    200,
  ],
  ['are fewer than were asked for', { pages: undefined }, (items: unknown[]) => items.slice(0, 50), 5, 50, 0],
])('a list whose records %s ends, and is not called whole too early', async (_, changed, change, asked, cvms, unreadable) => {
  await client.call('POST', '/sandbox/reset', { body: { fleetSize: 230 } })
  const toSandbox = fetchToSandbox({ sandbox: () => client.sandbox, key: () => client.info.keys.owner, origin: 'http://sandbox.test' })
  let requests = 0
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    requests += 1
    const body = (await (await toSandbox(path.replace(/([?&]page=)\d+/, '$11'), init)).json()) as { items: unknown[] }
    return Response.json({ ...body, items: change(body.items), ...changed })
  })
  const fleet = await new QueryClient({ defaultOptions: { queries: { retry: false } } }).fetchQuery(fleetQuery)
  expect(requests).toBe(asked)
  expect(fleet).toMatchObject({ isPartial: false, unreadable })
  expect(fleet.cvms).toHaveLength(cvms)
})

test('a list that breaks off keeps every page that has arrived', async () => {
  await client.call('POST', '/sandbox/reset', { body: { fleetSize: 1_200 } })
  const toSandbox = fetchToSandbox({ sandbox: () => client.sandbox, key: () => client.info.keys.owner, origin: 'http://sandbox.test' })
  vi.stubGlobal('fetch', (path: string, init: RequestInit) =>
    /[?&]page=10(?:&|$)/.test(path) ? Promise.resolve(new Response('', { status: 502 })) : toSandbox(path, init),
  )
  // All of it within the time in which nothing new is shown.
  vi.spyOn(performance, 'now').mockReturnValue(1_000)
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  await expect(queryClient.fetchQuery(fleetQuery)).rejects.toThrow()
  expect(queryClient.getQueryData(fleetQuery.queryKey)).toMatchObject({ isPartial: true })
  expect(queryClient.getQueryData(fleetQuery.queryKey)!.cvms).toHaveLength(900)
})
