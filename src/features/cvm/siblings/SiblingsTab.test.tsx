// @vitest-environment jsdom
import { someHash } from '@/domain/testing/hashes.ts'
import type { ComposeHash } from '@/domain/identifiers.ts'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { act, cleanup, render, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { siblingQueries } from '@/api/apps/siblings.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { slowPollMs } from '@/domain/poll-delay.ts'
import { sampleCvm } from '@/domain/testing/cvm.ts'
import { SiblingsTab } from './SiblingsTab.tsx'

const [hash, otherHash] = [someHash('a'), someHash('b')]
const kms: Cvm['kms'] = { ...sampleCvm().kms, type: 'ethereum', chainId: 31337 }
const cvm = sampleCvm({ composeHash: hash, kms })
const sibling = (composeHash: ComposeHash | null, id = 'cvm_b2') => sampleCvm({ id, name: `api-${id}`, composeHash, kms })

/** What the contract says of every CVM, each time it is asked; `null` while it cannot be. */
let mayStart: boolean | null

beforeEach(() => {
  vi.useFakeTimers({ shouldAdvanceTime: true })
  mayStart = true
  vi.stubGlobal('fetch', async (input: RequestInfo | URL) => {
    const path = String(input instanceof Request ? input.url : input)
    if (!path.endsWith('/is-allowed') || mayStart === null) return Response.json({ detail: 'no' }, { status: 500 })
    return Response.json({
      results: ['cvm_a1', 'cvm_b2'].map((cvm_id) => ({ cvm_id, is_allowed: mayStart, compose_hash_allowed: mayStart })),
    })
  })
})
afterEach(() => {
  cleanup()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

async function show(cvms: Cvm[], unreadable = 0) {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity, retryDelay: 0 } } })
  const list = siblingQueries.cvms(cvm.appId!).queryKey
  client.setQueryData(list, { cvms, unreadable })
  const router = createRouter({
    routeTree: createRootRoute({ component: () => <SiblingsTab cvm={cvm} /> }),
    history: createMemoryHistory(),
  })
  render(
    <QueryClientProvider client={client}>
      <RouterProvider router={router as never} />
    </QueryClientProvider>,
  )
  await screen.findByRole('heading', { name: 'CVMs of this app' })
  return { listIs: (now: Cvm[]) => act(async () => void client.setQueryData(list, { cvms: now, unreadable })) }
}
const pollOnce = () => act(() => vi.advanceTimersByTimeAsync(slowPollMs + 1_000))

test('what the contract allows is asked again while the page is open', async () => {
  await show([cvm, sibling(hash)])
  expect(await screen.findAllByText('may start')).toHaveLength(2)
  mayStart = false
  await pollOnce()
  expect(screen.queryByText('may start')).toBeNull()
  expect(screen.getAllByText(/^may not start/)).toHaveLength(2)
})

test('another configuration is not called allowed by the answer about the former one', async () => {
  const { listIs } = await show([cvm, sibling(hash)])
  await screen.findAllByText('may start')
  mayStart = false
  await listIs([cvm, sibling(otherHash)])
  await waitFor(() => expect(screen.queryByText('may start')).toBeNull())
  expect(await screen.findAllByText(/^may not start/)).toHaveLength(2)
})

test('once the contract can no longer be asked, nothing is said to be allowed', async () => {
  await show([cvm, sibling(hash)])
  await screen.findAllByText('may start')
  mayStart = null
  await pollOnce()
  await screen.findByText(/^What the contract allows cannot be shown\./)
  expect(screen.queryByText('may start')).toBeNull()
})

test.each([
  [[cvm], 0, 'this one alone'],
  [[cvm, sibling(hash), sibling(otherHash, 'cvm_c3')], 0, '3, 1 with another configuration'],
  [[cvm, sibling(otherHash), sibling(null, 'cvm_c3')], 0, '3, 1 with another configuration, 1 not reported'],
])('the CVMs of the app and what is known of their configurations are counted', async (cvms, unreadable, words) => {
  await show(cvms, unreadable)
  expect(screen.getByText(words)).toBeTruthy()
})

test('beside CVMs that could not be read this one is not told to be alone', async () => {
  await show([cvm], 2)
  expect(screen.queryByText('this one alone')).toBeNull()
  expect(screen.getByText(/^2 of 3 could not be read and are left out/)).toBeTruthy()
})
