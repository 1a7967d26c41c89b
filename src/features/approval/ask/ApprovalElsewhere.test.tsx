// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { someBytes32, someHash } from '@/domain/testing/hashes.ts'
import { InTestSession } from '@/runs/testing/session.tsx'
import type { Ticket } from '@/updates/engine/update-machine.ts'
import { ApprovalElsewhere } from './ApprovalElsewhere.tsx'

const ticket: Ticket = {
  composeHash: someHash('b'),
  appId: 'c'.repeat(40),
  appContract: `0x${'c'.repeat(40)}`,
  chainId: 31337,
  kmsContract: null,
  deviceId: null,
  issuedAt: '2027-01-01T00:00:00Z',
}

beforeEach(() => vi.stubGlobal('fetch', () => Promise.reject(new TypeError('nobody is asked here'))))
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

type Shown = Pick<Parameters<typeof ApprovalElsewhere>[0], 'withCalls' | 'isFolded'>

/** As the signing dialog shows it: folded while the owner's own wallet may sign, with the calls or the link alone where it cannot. */
function show(first: Shown) {
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  const elsewhere = (how: Shown) => (
    <QueryClientProvider client={queryClient}>
      <InTestSession>
        <ApprovalElsewhere cvmId="cvm_1" request={{ ticket, cvmName: 'api' }} deviceId={null} chain={null} owner={null} {...how} />
      </InTestSession>
    </QueryClientProvider>
  )
  const { rerender } = render(elsewhere(first))
  return (how: Shown) => rerender(elsewhere(how))
}

const fold = () => screen.getByText('Approve it elsewhere').closest('details')!
const salt = () => screen.getByLabelText<HTMLInputElement>('Salt')

test('what was typed into the calls stays while the contract cannot be read for a moment', async () => {
  const become = show({ withCalls: true, isFolded: true })
  await userEvent.click(screen.getByText('Approve it elsewhere'))
  await userEvent.click(screen.getByText('For a timelock'))
  await userEvent.clear(salt())
  await userEvent.type(salt(), someBytes32('5'))
  become({ withCalls: false })
  expect([fold().open, salt().value]).toEqual([true, someBytes32('5')])
  become({ withCalls: true, isFolded: true })
  expect([fold().open, salt().value]).toEqual([true, someBytes32('5')])
})

test('the link alone is offered where the calls were not looked at', () => {
  const become = show({ withCalls: true, isFolded: true })
  expect(fold().open).toBe(false)
  become({ withCalls: false })
  expect(fold().open).toBe(true)
  expect(screen.queryByText('For a timelock')).toBeNull()
})
