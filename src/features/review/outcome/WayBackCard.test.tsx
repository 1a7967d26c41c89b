// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { revisionQueries } from '@/api/revisions.ts'
import type { Revision } from '@/api/schemas/apps/revision.ts'
import type { CvmKms } from '@/domain/cvm.ts'
import { sampleCvm } from '@/domain/testing/cvm.ts'
import type { DraftHandle } from '@/updates/drafts/use-draft.ts'
import { WayBackCard } from './WayBackCard.tsx'

afterEach(cleanup)

/** The card of a CVM that had one revision before, which names this hash. */
async function show(kms: Partial<CvmKms>, composeHash: string) {
  const sample = sampleCvm()
  const cvm = { ...sample, kms: { ...sample.kms, ...kms } }
  const revision = (id: string, hash: string | null, correlationId: string) =>
    ({
      id,
      cvmId: cvm.id,
      cvmName: cvm.name,
      vmUuid: cvm.vmUuid,
      composeHash: hash,
      createdAt: null,
      correlationId,
      operationType: null,
      by: null,
    }) as Revision
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity, retry: false } } })
  client.setQueryData(revisionQueries.ofApp(cvm.appId!).queryKey, {
    revisions: [revision('new', cvm.composeHash, 'c2'), revision('old', composeHash, 'c1')],
    total: 2,
  } as never)
  const part = <WayBackCard cvm={cvm} correlationId="c2" chain={null} drafts={{} as DraftHandle} />
  const router = createRouter({ routeTree: createRootRoute({ component: () => part }), history: createMemoryHistory() })
  render(
    <QueryClientProvider client={client}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  )
  return screen.findByRole('region', { name: 'The way back' })
}

test.each<[string, Partial<CvmKms>, string, RegExp]>([
  ['nobody governs it', { type: 'phala', chainId: null }, 'b'.repeat(64), /going back needs no signature/],
  [
    'a contract does, on a chain that is not named',
    { type: 'base', chainId: null },
    'b'.repeat(64),
    /whether going back needs a signature is not known/,
  ],
])('where %s, no more is promised than is known', async (_, kms, composeHash, words) => {
  expect((await show(kms, composeHash)).textContent).toMatch(words)
})
