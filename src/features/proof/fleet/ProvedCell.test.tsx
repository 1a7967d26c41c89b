// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { fleetQuery } from '@/api/fleet-query.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { sampleCvm } from '@/domain/testing/cvm.ts'
import { outcomes } from '@/features/proof/chain/proof-texts.ts'
import { keepProved } from './keep-proved.ts'
import { ProvedCell } from './ProvedCell.tsx'

beforeEach(() => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} })) // jsdom has none
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

test('what was proved of a CVM is not shown of one that was stopped, moved, changed or booted anew since', () => {
  const cvm = sampleCvm({ status: 'running' })
  const queryClient = new QueryClient()
  keepProved(queryClient, cvm, { ...outcomes.holds, text: 'Every link holds.', root: 'intel', at: Date.now() })
  const cell = (of: Cvm) => (
    <QueryClientProvider client={queryClient}>
      <ProvedCell cvm={of} />
    </QueryClientProvider>
  )
  const { rerender } = render(cell(cvm))
  expect(screen.getByText('proved')).toBeTruthy()
  const others = [
    { ...cvm, status: 'stopped' },
    { ...cvm, composeHash: 'c'.repeat(64) as never },
    { ...cvm, node: { ...cvm.node, deviceId: 'd'.repeat(64) } },
  ]
  for (const other of others) {
    rerender(cell(other))
    expect(screen.getByText('not yet')).toBeTruthy()
  }
  rerender(cell({ ...cvm }))
  expect(screen.getByText('proved')).toBeTruthy()

  // The same to look at, and another boot.
  // As the fleet is read anew.
  queryClient.setQueryData(fleetQuery.queryKey, {
    cvms: [{ ...cvm, status: 'restarting' }],
    total: 1,
    isPartial: false,
    unreadable: 0,
  })
  rerender(cell(cvm))
  expect(screen.getByText('not yet')).toBeTruthy()
})
