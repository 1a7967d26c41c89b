// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, createRootRoute, createRoute, createRouter, Outlet, RouterProvider } from '@tanstack/react-router'
import { cleanup, configure, render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ApiError } from '@/api/api-error.ts'
import { describeFailure } from '@/api/describe-failure.ts'
import { configQuery } from '@/api/session-queries.ts'
import { secretFragment } from '@/lib/secret-fragment.ts'
import { endSessionState } from '@/lib/session-state.ts'
import { InTestSession, testScope, testSession } from '@/runs/testing/session.tsx'
import { FailureNotice } from '@/ui/feedback/FailureNotice.tsx'
import { supportDoor } from '@/ui/feedback/support-door.ts'
import { fillGapsOfJsdom } from '../../../sandbox/testing/page-on-sandbox.ts'
import { SupportDialog } from './SupportDialog.tsx'

configure({ asyncUtilTimeout: 20_000 })

beforeEach(fillGapsOfJsdom)
afterEach(() => {
  cleanup()
  supportDoor.set(null)
  secretFragment.forget('canary-held')
  endSessionState()
  vi.unstubAllGlobals()
})

function showFailure(failure: Parameters<typeof FailureNotice>[0]) {
  const client = new QueryClient()
  client.setQueryData(configQuery.queryKey, { mode: 'live', upstream: 'cloud.example', chains: [] })
  const root = createRootRoute({ component: Outlet })
  const page = createRoute({ getParentRoute: () => root, path: '/cvms/$cvmId/edit', component: () => <FailureNotice {...failure} /> })
  const router = createRouter({
    routeTree: root.addChildren([page]),
    history: createMemoryHistory({ initialEntries: ['/cvms/cvm_canaryId/edit'] }),
  })
  render(
    <InTestSession session={testSession(testScope('world'))}>
      <QueryClientProvider client={client}>
        <RouterProvider router={router as never} />
      </QueryClientProvider>
    </InTestSession>,
  )
}

const refused = new ApiError({
  body: null,
  kind: 'refused',
  method: 'PATCH',
  status: 409,
  message: 'canary-name does not take token=canary-token with phak_canaryKey; canary-held',
  code: 'ERR-01-002',
  requestId: 'req-9',
})

test('a failure leads to the support details with it inside, which are read before they are copied and hold no secret', async () => {
  supportDoor.set((props) => <SupportDialog {...props} />)
  secretFragment.keep('canary-held', '#v=1')
  showFailure(describeFailure(refused))
  const user = userEvent.setup()
  await user.click(await screen.findByRole('button', { name: 'Support details' }))
  const text = await screen.findByRole('region', { name: 'The support details' })
  for (const part of ['The failure', 'PATCH, status 409', 'code ERR-01-002', 'request req-9', 'Page: /cvms/$cvmId/edit'])
    expect(text.textContent).toContain(part)
  expect(text.textContent).not.toContain('canary')
  await user.click(screen.getByRole('checkbox', { name: 'With names' }))
  expect(text.textContent).toContain('in its words: canary-name does not take')
  for (const secret of ['canary-token', 'phak_canaryKey', 'canary-held', 'cvm_canaryId']) expect(text.textContent).not.toContain(secret)
  const shown = text.textContent
  await user.click(screen.getByRole('button', { name: 'Copy the support details' }))
  expect(await navigator.clipboard.readText()).toBe(shown)
  await user.click(screen.getAllByRole('button', { name: 'Close' }).at(-1)!)
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
})

test('until the page has loaded it, a failure shows no button that does nothing', async () => {
  showFailure(describeFailure(refused))
  await screen.findByRole('button', { name: 'Copy details' })
  expect(screen.queryByRole('button', { name: 'Support details' })).toBeNull()
})
