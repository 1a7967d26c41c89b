// @vitest-environment jsdom
// @vitest-environment-options {"url": "http://sandbox.test"}
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { configure, render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { fetchCvm } from '@/api/cvms.ts'
import { InTestSession } from '@/runs/testing/session.tsx'
import { pageOnSandbox } from '../../../sandbox/testing/page-on-sandbox.ts'
import { PreparedUpdates } from './PreparedUpdates.tsx'

// What was prepared by anybody, over all apps, with the real sandbox in this process.

configure({ asyncUtilTimeout: 20_000 })
vi.setConfig({ testTimeout: 60_000 })
const server = pageOnSandbox({ origin: 'http://sandbox.test' })

function open() {
  const router = createRouter({ routeTree: createRootRoute({ component: PreparedUpdates }), history: createMemoryHistory() })
  render(
    <InTestSession>
      <QueryClientProvider client={new QueryClient()}>
        <RouterProvider router={router as never} />
      </QueryClientProvider>
    </InTestSession>,
  )
}

test('an update that a colleague prepared is found whichever app it is of, and leads to its CVM', async () => {
  const cvmId = server.client.info.cvms['onchainSafe']!
  const prepared = await server.client.api('PATCH', `/cvms/${cvmId}`, {
    body: { docker_compose_file: 'services:\n  web:\n    image: nginx:1.29\n' },
    headers: { 'x-prepare-only': 'true' },
  })
  expect(prepared.status).toBe(465)
  const { name } = await fetchCvm(cvmId)
  open()
  const list = within(await screen.findByRole('list', { name: 'Prepared updates' }))
  expect(list.getByText(name)).toBeTruthy()
  expect(list.getByText('waits for the owner’s approval')).toBeTruthy()
  expect(list.getByRole('link', { name: /^See what it changes/ }).getAttribute('href')).toBe(`/cvms/${cvmId}`)
})

test('an app that could not be asked is counted, and looking again asks it', async () => {
  await server.client.call('POST', '/sandbox/faults', {
    body: [
      {
        method: 'GET',
        path: '/api/v1/apps/{id}/pending-updates',
        // oxlint-disable-next-line unicorn/no-thenable -- the control interface's own word
        then: { status: 403, body: { detail: 'Not for you' } },
      },
    ],
  })
  open()
  expect(await screen.findByText(/^One app of \d+ could not be asked\.$/)).toBeTruthy()
  expect(screen.queryByText('Nothing is prepared and not applied.'), 'nobody knows').toBeNull()
  await userEvent.setup().click(screen.getByRole('button', { name: 'Look again' }))
  await waitFor(() => expect(screen.getByText('Nothing is prepared and not applied.')).toBeTruthy())
})

test('when the key is refused, the apps that were not asked any more are told as well', async () => {
  await server.client.call('POST', '/sandbox/reset', { body: { fleetSize: 40 } })
  await server.client.call('POST', '/sandbox/faults', {
    body: [
      {
        method: 'GET',
        path: '/api/v1/apps/{id}/pending-updates',
        // oxlint-disable-next-line unicorn/no-thenable -- the control interface's own word
        then: { status: 401, body: { detail: 'Invalid API key' } },
        times: 4,
      },
    ],
  })
  open()
  const words = (await screen.findByText(/could not be asked\./)).textContent
  const [failed, apps, notAsked] = [/^(\w+) apps? of/, /of (\d+) could/, /could not be asked\. (\d+) apps of/].map((part) =>
    part.exec(words)?.[1]?.replace('One', '1'),
  )
  expect(Number(apps)).toBeGreaterThan(4)
  expect(Number(failed) + Number(notAsked), words).toBe(Number(apps))
  expect(screen.queryByText('Nothing is prepared and not applied.'), 'nobody knows').toBeNull()
})

test('a CVM that cannot be read may be of an app with something prepared', async () => {
  const { body } = await server.client.api('GET', '/cvms/paginated?page=1&page_size=100')
  const items = (body as { items: object[] }).items.map((item, at) => (at === 0 ? { ...item, id: { odd: true } } : item))
  await server.client.call('POST', '/sandbox/faults', {
    body: [
      {
        method: 'GET',
        path: '/api/v1/cvms/paginated',
        // oxlint-disable-next-line unicorn/no-thenable -- the control interface's own word
        then: { patchBody: { items } },
      },
    ],
  })
  open()
  expect(await screen.findByText('One CVM of the fleet could not be read. What is prepared for its app is not known.')).toBeTruthy()
  await waitFor(() => expect(screen.queryByRole('progressbar')).toBeNull())
  expect(screen.queryByText('Nothing is prepared and not applied.'), 'nobody knows').toBeNull()
})
