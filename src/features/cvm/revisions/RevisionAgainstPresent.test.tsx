// @vitest-environment jsdom
import { someHash } from '@/domain/testing/hashes.ts'
import type { ComposeHash } from '@/domain/identifiers.ts'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { cvmQueries } from '@/api/queries.ts'
import { revisionQueries } from '@/api/revisions.ts'
import type { AppCompose } from '@/api/schemas/app-compose.ts'
import { configQuery } from '@/api/session-queries.ts'
import { sampleCvm } from '@/domain/testing/cvm.ts'
import { InTestSession } from '@/runs/testing/session.tsx'
import { chainQueries } from '@/chain/chain-queries.ts'
import { RevisionAgainstPresent } from './RevisionAgainstPresent.tsx'

beforeEach(() => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => {}, removeEventListener: () => {} })) // jsdom has none
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

const [presentHash, otherHash] = [someHash('a'), someHash('b')]
const chain = { id: 31337, name: 'Sandbox', rpcUrl: '/rpc/31337', explorerUrl: null, walletRpcUrl: null } as never
const cvm = sampleCvm({ composeHash: presentHash, kms: { ...sampleCvm().kms, type: 'ethereum', chainId: 31337 } })
const present: AppCompose = { name: 'api', docker_compose_file: 'services: {}\n', pre_launch_script: '', allowed_envs: ['A'] }
const revision = {
  id: 'rev_1',
  cvmId: cvm.id,
  cvmName: cvm.name,
  vmUuid: null,
  composeHash: otherHash,
  createdAt: null,
  correlationId: null,
  operationType: null,
  by: null,
}

/** `isAllowed` is `undefined` while the contract is being asked. */
async function show(manifest: AppCompose, { composeHash, isAllowed }: { composeHash: ComposeHash; isAllowed?: boolean }) {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity, retry: false } } })
  const shown = { ...revision, composeHash }
  client.setQueryData(revisionQueries.one(cvm.appId!, revision.id).queryKey, { ...shown, manifest })
  client.setQueryData(cvmQueries.appCompose(cvm.id).queryKey, present)
  client.setQueryData(configQuery.queryKey, { mode: 'sandbox', upstream: 'sandbox', worldId: 'world-1', chains: [chain] })
  const asked = chainQueries.hashAllowed(chain, `0x${cvm.appId}`, composeHash)
  if (isAllowed === undefined) void client.prefetchQuery({ ...asked, queryFn: () => new Promise<boolean>(() => {}) })
  else client.setQueryData(asked.queryKey, isAllowed)
  const page = () => <RevisionAgainstPresent cvm={cvm} appId={cvm.appId!} chain={chain} revision={shown} />
  const router = createRouter({ routeTree: createRootRoute({ component: page }), history: createMemoryHistory() })
  render(
    <InTestSession>
      <QueryClientProvider client={client}>
        <RouterProvider router={router as never} />
      </QueryClientProvider>
    </InTestSession>,
  )
  const back = await screen.findByRole('button', { name: 'Go back to this revision' })
  return { back, isOff: back.getAttribute('aria-disabled') === 'true' }
}
const same = 'The stored configuration is the same already.'

test('beside a difference nothing is called the same, also where no field of the form differs', async () => {
  const { isOff } = await show({ ...present, gateway_enabled: true }, { composeHash: otherHash, isAllowed: false })
  expect(screen.getByRole('row', { name: 'gateway_enabled not set true' })).toBeTruthy()
  expect(screen.queryByText(same)).toBeNull()
  expect(isOff).toBe(false)
})

test('the same content with another hash can be put back, and what runs cannot', async () => {
  expect((await show(present, { composeHash: otherHash, isAllowed: false })).isOff).toBe(false)
  cleanup()
  expect((await show(present, { composeHash: presentHash, isAllowed: true })).isOff).toBe(true)
  expect(screen.getByText(same)).toBeTruthy()
})

test.each([
  [undefined, 'The contract is being asked whether it allows its hash.'],
  [true, 'The contract still allows its hash, so no signature is asked for.'],
  [false, 'The contract does not allow its hash, so it needs a signature.'],
])('whether it needs a signature, where the contract answers %s', async (isAllowed, words) => {
  await show({ ...present, name: 'old' }, { composeHash: otherHash, ...(isAllowed === undefined ? {} : { isAllowed }) })
  expect(screen.getByText(/^Going back restores the whole revision/).textContent).toContain(words)
})
