// @vitest-environment jsdom
import { someHash, someTransactionHash } from '@/domain/testing/hashes.ts'
import { createMemoryHistory, createRootRoute, createRoute, createRouter, Outlet, RouterProvider } from '@tanstack/react-router'
import { cleanup, configure, render, screen } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { ApiError } from '@/api/api-error.ts'
import type { Hex } from '@/domain/identifiers.ts'
import { formatExactTime } from '@/lib/durations.ts'
import { browserStore } from '@/lib/storage.ts'
import { testScope } from '@/runs/testing/session.tsx'
import { draftRecords } from '@/updates/drafts/draft-store.ts'
import { listUnfinished, type UnfinishedItem } from '@/updates/drafts/unfinished.ts'
import { type Journal, journalRecords } from '@/updates/engine/update-journal.ts'
import { recordedWords } from './recorded-words.ts'
import { RouteError } from './RouteError.tsx'
import { currentSession } from './session.ts'

configure({ asyncUtilTimeout: 10_000 })
const scope = testScope()
const records = journalRecords(browserStore, scope)
const at = '2026-03-01T12:00:00.000Z'
const applied: Journal = { cvmName: 'api', startedAt: at, wanted: { vcpu: 8 }, hadSecrets: false }

afterEach(() => {
  cleanup()
  for (const key of browserStore.keys('')) browserStore.remove(key)
  vi.restoreAllMocks()
})

/** A page of this CVM that breaks as it is drawn. */
function showBroken(error: Error, path = '/cvms/cvm_1/update') {
  vi.spyOn(console, 'error').mockReturnValue()
  vi.spyOn(console, 'warn').mockReturnValue()
  currentSession.snapshot().session.identify(scope)
  const root = createRootRoute({ component: Outlet })
  const component = () => {
    throw error
  }
  const children = ['/cvms/$cvmId/update', '/instance-ids'].map((each) =>
    createRoute({ getParentRoute: () => root, path: each, component, errorComponent: RouteError }),
  )
  const router = createRouter({ routeTree: root.addChildren(children), history: createMemoryHistory({ initialEntries: [path] }) })
  render(<RouterProvider router={router as never} />)
}

const broken = new TypeError('x is not a function')

test('a page that breaks right after Apply says what is on record: sent, accepted, and going on', async () => {
  records.write('cvm_1', { ...applied, correlationId: 'op-1' })
  showBroken(broken)
  await screen.findByText(`A change of api was sent at ${formatExactTime(at)} and accepted. It goes on without this page.`)
  expect(screen.queryByText(/nothing was sent/i)).toBeNull()
})

test('before the answer came, that is said and nothing about what became of it', async () => {
  records.write('cvm_1', applied)
  showBroken(broken)
  await screen.findByText(/^A change of api was sent at .+, and no answer is on record\. Its page looks up what happened\.$/)
})

test('a server in trouble says nothing about the state of CVMs either', async () => {
  records.write('cvm_1', { ...applied, correlationId: 'op-1' })
  showBroken(new ApiError({ kind: 'server-trouble', status: 500, message: 'no', method: 'GET' }), '/instance-ids')
  await screen.findByText(/^A change of api was sent at .+ and accepted/)
  expect(screen.queryByText(/not affected/)).toBeNull()
})

test('what Phala Cloud refused is said in the words for that', async () => {
  showBroken(new ApiError({ kind: 'not-found', status: 404, message: 'no such CVM', method: 'GET' }))
  await screen.findByText('Nothing was changed.')
})

test('every record has its words, and a request that was never sent is a draft still', () => {
  const transactionHash = someTransactionHash('1')
  const from: Hex = `0x${'bb'.repeat(20)}`
  const ticket: NonNullable<Journal['ticket']> = {
    composeHash: someHash('c'),
    appId: 'aa'.repeat(20),
    appContract: `0x${'aa'.repeat(20)}`,
    chainId: 1,
    kmsContract: null,
    deviceId: null,
    issuedAt: at,
  }
  const said = (journal: Journal) => {
    records.write('cvm_1', journal)
    return recordedWords(listUnfinished(browserStore, scope), 'cvm_1')
  }
  expect(said({ ...applied, ticket })).toContain('waits for its hash to be allowed')
  expect(said({ ...applied, ticket, prepareOnly: true })).toContain('prepared until its hash is allowed')
  expect(said({ ...applied, ticket, attempt: { from, nonce: 1, fromBlock: '1', startedAt: at } })).toContain('may still be open there')
  expect(said({ ...applied, ticket, sent: { transactionHash, from, nonce: 1, sentAt: at } })).toContain(
    'The transaction that allows its hash was sent',
  )
  expect(said({ ...applied, ticket, transactionHash })).toContain('is allowed')
  expect(said({ ...applied, endedAt: at })).toBe('This browser has no update on record that is under way.')
  expect(said({ ...applied, isUnsent: true })).toBe('This browser has no update on record that is under way.')
  draftRecords(browserStore, scope).write('cvm_1', { cvmName: 'api', savedAt: at, edits: { vcpu: 8 }, before: { vcpu: 4 } })
  expect(said({ ...applied, isUnsent: true })).toContain('nothing of them was sent')
  expect(recordedWords(null, 'cvm_1')).toContain('It is not known here')
  const item: UnfinishedItem = { ...listUnfinished(browserStore, scope)[0]!, kind: 'running' }
  expect(recordedWords([item, { ...item, cvmId: 'cvm_2' }], null)).toBe(
    '2 updates are on record as under way, and are listed under Unfinished.',
  )
})
