// @vitest-environment jsdom
// @vitest-environment-options {"url": "http://sandbox.test"}
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, createRootRoute, createRoute, createRouter, Outlet, RouterProvider } from '@tanstack/react-router'
import { configure, render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, test, vi } from 'vitest'
import * as api from '@/api/cvms.ts'
import { configQuery } from '@/api/session-queries.ts'
import { signedOut } from '@/api/signed-out.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { browserStore } from '@/lib/storage.ts'
import { InTestSession, testScope, testSession } from '@/runs/testing/session.tsx'
import { draftRecords } from '@/updates/drafts/draft-store.ts'
import { chainOpener } from '@/updates/engine/open-update-world.ts'
import { quickWorld } from '@/updates/engine/testing/quick-world.ts'
import { createUpdateDriver, type UpdateDriver } from '@/updates/engine/update-driver.ts'
import { updateDriversPart } from '@/updates/engine/update-drivers.ts'
import { pageOnSandbox } from '../../../../sandbox/testing/page-on-sandbox.ts'
import { PendingUpdates } from './PendingUpdates.tsx'

// What is told of an update that somebody prepared, with the real sandbox in this process.

const origin = 'http://sandbox.test'
configure({ asyncUtilTimeout: 20_000 })
vi.setConfig({ testTimeout: 60_000 })

const server = pageOnSandbox({ origin })
let driver: UpdateDriver | undefined

afterEach(() => {
  driver?.stop()
  driver = undefined
  signedOut.end()
})

const preview = '/api/v1/apps/{id}/pending-updates/{id}/{id}/preview'
const fault = (path: string, then: unknown, times = 100) =>
  // oxlint-disable-next-line unicorn/no-thenable -- the control interface's own word
  server.client.call('POST', '/sandbox/faults', { body: [{ method: 'GET', path, times, then }] })

/** A CVM with an update that waits for its owner. */
async function withPrepared(patch: Record<string, unknown>) {
  const cvmId = server.client.info.cvms['onchainSafe']!
  const answer = await server.client.api('PATCH', `/cvms/${cvmId}`, { body: patch, headers: { 'x-prepare-only': 'true' } })
  expect(answer.status).toBe(465)
  return api.fetchCvm(cvmId)
}

function open(cvm: Cvm, part = <PendingUpdates cvm={cvm} />) {
  const worldId = server.client.sandbox.worldId()
  const world = quickWorld({ worldId, chain: chainOpener(server.client.sandbox.chains(), { baseUrl: origin }), store: browserStore })
  const made = createUpdateDriver(cvm, world)
  driver = made
  const session = testSession(testScope(worldId))
  session.provide(updateDriversPart, { of: () => made, stop: () => made.stop() })
  const root = createRootRoute({ component: Outlet })
  const router = createRouter({
    routeTree: root.addChildren([
      createRoute({ getParentRoute: () => root, path: '/', component: () => part }),
      createRoute({ getParentRoute: () => root, path: '/cvms/$cvmId/update', component: () => <p>the review</p> }),
    ]),
    history: createMemoryHistory(),
  })
  const queryClient = new QueryClient({ defaultOptions: { queries: { retryDelay: 0 } } })
  queryClient.setQueryData(configQuery.queryKey, { mode: 'sandbox', upstream: 'sandbox', worldId, chains: server.client.sandbox.chains() })
  render(
    <InTestSession session={session}>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router as never} />
      </QueryClientProvider>
    </InTestSession>,
  )
  return { kept: () => draftRecords(browserStore, testScope(worldId)).read(cvm.id).value }
}
const see = async () => userEvent.click(await screen.findByRole('button', { name: 'See and take over' }))
const takeOver = () => screen.findByRole('button', { name: 'Take over' })
const isOff = (button: HTMLElement) => button.getAttribute('aria-disabled') === 'true'

const composeFile = 'services:\n  web:\n    image: nginx:1.29\n'

test('a prepared update is repeated as far as it is shown, and a CVM without a script gets none', async () => {
  const cvm = await withPrepared({ docker_compose_file: composeFile })
  await fault(preview, { patchBody: { current_pre_launch_script: null, pending_pre_launch_script: null } })
  const { kept } = open(cvm)
  await see()
  await screen.findByText('No pre-launch script is reported, neither now nor prepared.')
  await screen.findByText(/^Taking over repeats its compose file and script with your key/)
  await waitFor(async () => expect(isOff(await takeOver())).toBe(false))
  await userEvent.click(await takeOver())
  await screen.findByText('the review')
  expect(kept()?.edits).toEqual({ composeYaml: composeFile })
})

test.each([
  [
    'Pre-launch script',
    { pending_pre_launch_script: null },
    'Pre-launch script: not reported as it was prepared, so it may change, be removed or stay.',
  ],
  ['Compose file', { current_docker_compose: null, pending_docker_compose: 7 }, 'The server does not report its compose file.'],
])('%s: a text that is not reported is not told as taken out, and cannot be repeated', async (label, patchBody, words) => {
  const cvm = await withPrepared({ docker_compose_file: composeFile })
  await fault(preview, {
    patchBody: { current_pre_launch_script: 'echo hello\n', pending_pre_launch_script: 'echo hello\n', ...patchBody },
  })
  open(cvm)
  await see()
  await screen.findByText(words)
  expect(screen.queryByText(`${label}: now, and prepared`)).toBeNull()
  expect(isOff(await takeOver())).toBe(true)
})

test('a stored configuration that cannot be read is said to be so, and can be read again', async () => {
  const cvm = await withPrepared({ docker_compose_file: composeFile })
  await fault('/api/v1/cvms/{id}/compose_file', { status: 503, body: { detail: 'Not now' } })
  open(cvm)
  await see()
  await screen.findByText(/^The stored configuration cannot be shown\./)
  expect(isOff(await takeOver())).toBe(true)
  await server.client.call('DELETE', '/sandbox/faults')
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
  await waitFor(async () => expect(isOff(await takeOver())).toBe(false))
})

const list = '/api/v1/apps/{id}/pending-updates'
const item = (cvm: Cvm, facts: Record<string, unknown> = {}) => ({
  vm_uuid: cvm.vmUuid,
  compose_hash: 'a'.repeat(64),
  on_chain: false,
  instance_name: cvm.name,
  ...facts,
})

test('an approval that is not reported is not told as missing', async () => {
  const cvm = await api.fetchCvm(server.client.info.cvms['onchainSafe']!)
  await fault(list, { status: 200, body: { items: [item(cvm, { on_chain: null })] } })
  open(cvm)
  await screen.findByText('approval not reported')
  expect(screen.queryByText('waits for the owner’s approval')).toBeNull()
})

test('prepared updates that could not be read are counted, also where none could', async () => {
  const cvm = await api.fetchCvm(server.client.info.cvms['onchainSafe']!)
  await fault(list, { status: 200, body: { items: [{ vm_uuid: 7 }, item(cvm, { compose_hash: null })] } })
  open(cvm)
  await screen.findByText(/^2 of 2 could not be read and are left out/)
})
