// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { appQueries } from '@/api/queries.ts'
import { sampleCvm } from '@/domain/testing/cvm.ts'
import { PendingUpdateNotice } from './PendingUpdateNotice.tsx'

afterEach(cleanup)

const cvm = sampleCvm({ vmUuid: '0f8fad5b-d9cb-469f-a165-70867728950e' })
const waiting = { vm_uuid: '0F8FAD5BD9CB469FA16570867728950E', compose_hash: 'a'.repeat(64), on_chain: false as boolean | null }

function show(items: (typeof waiting)[], unreadable = 0) {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity } } })
  client.setQueryData(appQueries.pendingUpdates(cvm).queryKey, { items, unreadable })
  render(
    <QueryClientProvider client={client}>
      <PendingUpdateNotice cvm={cvm} />
    </QueryClientProvider>,
  )
}

test.each([
  [false, 'is not allowed on-chain yet.'],
  [true, 'is allowed on-chain.'],
  [null, 'was prepared; whether it is allowed on-chain is not reported.'],
])('a prepared update of this CVM is found however its UUID is written; on-chain: %s', (on_chain, words) => {
  show([{ ...waiting, on_chain }])
  expect(screen.getByText(/^Its compose hash/).textContent).toContain(words)
})

test('of another CVM nothing is said, and of records that could not be read that they might be of this one', () => {
  show([{ ...waiting, vm_uuid: '1f8fad5b-d9cb-469f-a165-70867728950e' }])
  expect(document.body.textContent).toBe('')
  cleanup()
  show([], 1)
  expect(screen.getByText('Whether an update of this CVM is prepared already could not be read.')).toBeTruthy()
})
