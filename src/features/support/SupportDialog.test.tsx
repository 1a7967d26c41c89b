// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, createRootRoute, createRoute, createRouter, Outlet, RouterProvider } from '@tanstack/react-router'
import { act, cleanup, configure, render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { type ReactNode, useEffect, useState } from 'react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ApiError } from '@/api/api-error.ts'
import { describeFailure } from '@/api/describe-failure.ts'
import { configQuery } from '@/api/session-queries.ts'
import { secretFragment } from '@/lib/secret-fragment.ts'
import { endSessionState } from '@/lib/session-state.ts'
import { InTestSession, testScope, testSession } from '@/runs/testing/session.tsx'
import { FailureNotice } from '@/ui/feedback/FailureNotice.tsx'
import { Dialog } from '@/ui/overlay/Dialog.tsx'
import { fillGapsOfJsdom } from '../../../sandbox/testing/page-on-sandbox.ts'
import { SupportDoor } from './SupportDoor.tsx'

configure({ asyncUtilTimeout: 20_000 })

beforeEach(fillGapsOfJsdom)
afterEach(() => {
  cleanup()
  secretFragment.set(null)
  endSessionState()
  vi.unstubAllGlobals()
})

/** A page with what is put on it, and the support details above it once they are loaded. */
function showPage(Page: () => ReactNode, { hasDoor = true } = {}) {
  const client = new QueryClient()
  client.setQueryData(configQuery.queryKey, { mode: 'live', upstream: 'cloud.example', chains: [] })
  const root = createRootRoute({
    component: () => (
      <>
        <Outlet />
        {hasDoor ? <SupportDoor /> : null}
      </>
    ),
  })
  const page = createRoute({ getParentRoute: () => root, path: '/cvms/$cvmId/edit', component: Page })
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
  secretFragment.set({ secret: 'canary-held', of: '#v=1' })
  showPage(() => <FailureNotice {...describeFailure(refused)} />)
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
  showPage(() => <FailureNotice {...describeFailure(refused)} />, { hasDoor: false })
  await screen.findByRole('button', { name: 'Copy details' })
  expect(screen.queryByRole('button', { name: 'Support details' })).toBeNull()
})

/** The page’s notice, which another answer changes or takes away. */
function changingNotice() {
  let change: (requestId: string | null) => void = () => {}
  function Page() {
    const [requestId, setRequestId] = useState<string | null>('req-1')
    useEffect(() => {
      change = setRequestId
    }, [])
    return requestId ? (
      <FailureNotice title="It failed." safe="Nothing was lost." next="Try again." requestId={requestId} />
    ) : (
      <p>all is well</p>
    )
  }
  return { Page, change: (requestId: string | null) => act(() => change(requestId)) }
}

const details = () => screen.findByRole('region', { name: 'The support details' })
const close = async () => {
  await userEvent.click(screen.getAllByRole('button', { name: 'Close' }).at(-1)!)
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
}

test('the support details are those of the failure that is shown when they are opened', async () => {
  const { Page, change } = changingNotice()
  showPage(Page)
  await userEvent.click(await screen.findByRole('button', { name: 'Support details' }))
  expect((await details()).textContent).toContain('request req-1')
  // While they are read, nothing of them changes.
  change('req-2')
  expect((await details()).textContent).toContain('request req-1')
  await close()
  await userEvent.click(screen.getByRole('button', { name: 'Support details' }))
  const { textContent } = await details()
  expect(textContent).toContain('request req-2')
  expect(textContent).not.toContain('req-1')
})

test('they stay while they are read when the failure itself goes', async () => {
  const { Page, change } = changingNotice()
  showPage(Page)
  await userEvent.click(await screen.findByRole('button', { name: 'Support details' }))
  await details()
  change(null)
  expect(screen.getByText('all is well')).toBeTruthy()
  expect((await details()).textContent).toContain('request req-1')
  await close()
})

test('over a dialog with a failure in it, they close alone', async () => {
  const onClose = vi.fn()
  showPage(() => (
    <Dialog open onClose={onClose} title="Rename">
      <FailureNotice title="It failed." safe="Nothing was lost." next="Try again." requestId="req-1" />
    </Dialog>
  ))
  await userEvent.click(await screen.findByRole('button', { name: 'Support details' }))
  await userEvent.click(await details())
  await userEvent.click(screen.getByRole('checkbox', { name: 'With names' }))
  await userEvent.keyboard('{Escape}')
  await waitFor(() => expect(screen.queryByRole('region', { name: 'The support details' })).toBeNull())
  expect(onClose).not.toHaveBeenCalled()
  const rename = within(screen.getByRole('dialog', { name: 'Rename' }))
  await waitFor(() => expect(document.activeElement).toBe(rename.getByRole('button', { name: 'Support details' })))
})
