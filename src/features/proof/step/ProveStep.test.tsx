// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, createRootRoute, createRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { RuntimeConfig } from '@/api/schemas/runtime-config.ts'
import { configQuery } from '@/api/session-queries.ts'
import type { Verdict } from '@/attestation/links.ts'
import { sampleCvm } from '@/domain/testing/cvm.ts'
import type { Gathered } from '@/features/proof/gather-proof.ts'
import { proofQuery } from '@/features/proof/proof-query.ts'
import { sampleProof } from '@/features/proof/testing/sample-proof.ts'
import { ProveStep } from './ProveStep.tsx'

beforeEach(() => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} })) // jsdom has none
  vi.stubGlobal('scrollTo', () => {})
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

const config: RuntimeConfig = { mode: 'live', upstream: 'api.example.org', chains: [] }
const cvm = sampleCvm()
const update = { askedHash: null, correlationId: 'first', startedAt: '2026-05-01T10:00:00Z' }

/** The step after looks that gave these answers. */
const stepAfter = (...answers: Gathered[]) => stepOf(update, ...answers)

async function stepOf(of: Omit<typeof update, 'startedAt'> & { startedAt: string | null }, ...answers: Gathered[]) {
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  queryClient.setQueryData(configQuery.queryKey, config)
  for (const answer of answers) queryClient.setQueryData(proofQuery(cvm, config, of).queryKey, answer)
  const told: (Verdict | null)[] = []
  const onVerdict = (verdict: Verdict | null) => void told.push(verdict)
  const root = createRootRoute({ component: () => <ProveStep cvm={cvm} {...of} onVerdict={onVerdict} /> })
  const place = createRoute({ getParentRoute: () => root, path: '/cvms/$cvmId', component: () => null })
  const router = createRouter({ routeTree: root.addChildren([place]), history: createMemoryHistory({ initialEntries: ['/'] }) })
  await router.load()
  const { container } = render(
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router as never} />
    </QueryClientProvider>,
  )
  await vi.waitFor(() => expect(container.textContent).not.toBe(''))
  return { told, text: () => container.textContent }
}

const found = (proof = sampleProof(), issuedAt: string | null = '2026-05-01T10:05:00Z'): Gathered => ({
  proof,
  attestation: { is_online: true, is_public: true },
  issuedAt,
  isPast: false,
  collateral: 'given',
})
const withoutQuote = () => found(sampleProof({ states: { quote: 'unknown' }, evidence: { ...sampleProof().evidence, quote: null } }))
const allLooks = Array.from({ length: 6 }, withoutQuote)

test('while a quote is looked for nothing is told; after the last look nothing is known, and nothing is waited for', async () => {
  const early = await stepAfter(...allLooks.slice(1))
  expect(early.text()).toBe('The CVM shows no quote yet. It is asked for again in a moment.')
  expect(early.told).toEqual([null])
  cleanup()

  const late = await stepAfter(...allLooks)
  expect(late.text()).toContain('Nothing contradicts it, but one link of 12 could not be checked.')
  expect(late.told).toEqual(['unknown'])
})

test('a quote from before the update is looked past, and never taken for one of this boot', async () => {
  const before = () => found(sampleProof(), '2026-05-01T09:59:59Z')
  const early = await stepAfter(before())
  expect(early.text()).toBe('The quote that the CVM shows is from before the update. It is asked for again in a moment.')
  expect(early.told).toEqual([null])
  cleanup()

  const late = await stepAfter(...allLooks.slice(1), before())
  expect(late.text()).toMatch(/^This quote is from before the update: it was made .+ ago.+ So nothing is said of this boot\./)
  expect(late.told).toEqual(['unknown'])
  cleanup()

  // By the server’s clocks, wherever they say that they stand.
  const after = await stepAfter(before(), found(sampleProof(), '2026-05-01T08:00:00-02:00'))
  expect(after.text()).toMatch(/holds\.The quote was made .+ ago.+, as the server says\./)
  expect(after.told).toEqual(['holds'])
})

test('a quote of which nobody says when it was made, or whether that was after the update began, is not taken for one of this boot', async () => {
  const unknownTime = 'It is not known when this quote was made: before the update, or after it began. So nothing is said of this boot.'
  const undated = [await stepAfter(found(sampleProof(), null)), await stepOf({ ...update, startedAt: null }, found())]
  for (const { text, told } of undated) {
    expect(text()).toBe(`${unknownTime} See every link`)
    expect(told).toEqual(['unknown'])
  }
})

test('what fails is told in its own words: the hash that was asked for is known here alone', async () => {
  const { text, told } = await stepAfter(found(sampleProof({ states: { hash: 'fails', app: 'unknown' } })))
  expect(text()).toContain('The chain is broken at “The measured hash is the reported one”.Note of hash.')
  expect(text()).not.toContain('Note of app.')
  expect(told).toEqual(['fails'])
})

test('of a CVM that is off by now nothing is said of now', async () => {
  const { text } = await stepAfter({ ...found(), isPast: true })
  expect(text()).toMatch(/^What ran was the file that was approved/)
})

test('collateral that is merely out of date leaves the step open, and does not make it fail', async () => {
  const { text, told } = await stepAfter(found(sampleProof({ states: { quote: 'fails', tcb: 'unknown' }, isOutOfDate: true })))
  expect(text()).toContain('The collateral is out of date: when it was issued the quote held, and of now nothing is said.')
  expect(told).toEqual(['unknown'])
})

test('a quote that is none fails, and there is a way on', async () => {
  const { text, told } = await stepAfter({ unreadable: 'It is too short.' })
  expect(text()).toContain('What the server returned is not a quote. It is too short.')
  expect(screen.getByRole('link', { name: 'See every link' }).getAttribute('href')).toBe('/cvms/cvm_a1?tab=attestation')
  expect(told).toEqual(['fails'])
})
