// @vitest-environment jsdom
import { someHash } from '@/domain/testing/hashes.ts'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { revisionQueries } from '@/api/revisions.ts'
import type { Revision } from '@/api/schemas/apps/revision.ts'
import { configQuery } from '@/api/session-queries.ts'
import { sampleCvm } from '@/domain/testing/cvm.ts'
import { RevisionsTab } from './RevisionsTab.tsx'

afterEach(cleanup)

const cvm = sampleCvm()
const ofOther = (id: string): Revision => ({
  id,
  cvmId: 'cvm_b2',
  cvmName: 'api-prod-2',
  vmUuid: null,
  composeHash: someHash('a'),
  createdAt: null,
  correlationId: null,
  operationType: null,
  by: null,
})
const others = (count: number) => Array.from({ length: count }, (_, at) => ofOther(`rev_${at}`))

async function show(page: { revisions: Revision[]; total: number | null; unreadable: number }) {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity, retry: false } } })
  client.setQueryData(revisionQueries.ofApp(cvm.appId!).queryKey, page)
  client.setQueryData(configQuery.queryKey, { mode: 'sandbox', upstream: 'sandbox', worldId: 'world-1', chains: [] })
  const router = createRouter({
    routeTree: createRootRoute({ component: () => <RevisionsTab cvm={cvm} /> }),
    history: createMemoryHistory(),
  })
  render(
    <QueryClientProvider client={client}>
      <RouterProvider router={router as never} />
    </QueryClientProvider>,
  )
  await screen.findAllByRole('heading', { name: 'Revisions' })
  return document.body.textContent
}

const none = /No revisions/

test('a CVM has no revisions only where all of its app were read', async () => {
  expect(await show({ revisions: [], total: 0, unreadable: 0 })).toContain('No revisions yet')
  cleanup()
  expect(await show({ revisions: others(2), total: 2, unreadable: 0 })).toContain('No revisions of this CVM yet')
})

test.each([
  ['counts more', 120],
  ['does not count them', null],
])('none of this CVM among the newest of its app says just that, where the server %s', async (_, total) => {
  const text = await show({ revisions: others(50), total, unreadable: 0 })
  expect(text).toContain('None of this CVM among the app’s 50 newest')
  expect(text).not.toMatch(none)
  expect(screen.getByRole('button', { name: 'Show more revisions' })).toBeTruthy()
})

test('revisions that could not be read are counted, and nothing is told of what they hold', async () => {
  const text = await show({ revisions: others(1), total: 3, unreadable: 2 })
  expect(text).toContain('2 of 3 could not be read and are left out')
  expect(text).not.toMatch(none)
  expect(screen.queryByRole('button', { name: 'Show more revisions' })).toBeNull()
})
