// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { act, cleanup, render, screen, waitFor, within } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { powerJournal } from '@/maintenance/power/power-journal.ts'
import { configQuery } from '@/api/session-queries.ts'
import { browserStore } from '@/lib/storage.ts'
import { joinRun } from '@/runs/join-run.ts'
import { recordPrefix } from '@/runs/records.ts'
import { draftRecords } from '@/updates/drafts/draft-store.ts'
import { journalRecords } from '@/updates/engine/update-journal.ts'
import { InTestSession, testScope } from '@/runs/testing/session.tsx'
import { lockManager } from '@/runs/testing/tabs.ts'
import { UnfinishedPage } from './UnfinishedPage.tsx'

const scope = testScope('world-1')
const journals = journalRecords(browserStore, scope)
const drafts = draftRecords(browserStore, scope)
const tenMinutesAgo = new Date(Date.now() - 10 * 60_000 - 5_000).toISOString()

afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
  localStorage.clear()
})

async function open() {
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  queryClient.setQueryData(configQuery.queryKey, { mode: 'sandbox', upstream: scope.upstream, worldId: 'world-1', chains: [] })
  const router = createRouter({
    routeTree: createRootRoute({ component: UnfinishedPage }),
    history: createMemoryHistory({ initialEntries: ['/unfinished'] }),
  })
  render(
    <InTestSession>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router as never} />
      </QueryClientProvider>
    </InTestSession>,
  )
  await screen.findByRole('heading', { level: 1, name: 'Unfinished' })
}

test('nothing unfinished says what would be here', async () => {
  await open()
  expect(screen.getByText('Nothing is unfinished')).toBeTruthy()
})

test('each thing names its CVM, its age, and the way on', async () => {
  drafts.write('cvm_draft', { cvmName: 'web-1', savedAt: tenMinutesAgo, edits: { vcpu: 8 }, before: { vcpu: 4 } })
  journals.write('cvm_run', {
    cvmName: 'db-1',
    startedAt: tenMinutesAgo,
    wanted: { memoryGb: 16 },
    hadSecrets: false,
    correlationId: 'op-1',
  })
  await open()
  const [first, second] = screen.getAllByRole('listitem')
  const rows = [first!, second!].toSorted((a, b) => (a.textContent ?? '').localeCompare(b.textContent ?? ''))
  const [running, draft] = [within(rows[0]!), within(rows[1]!)]
  expect(draft.getByText('Draft')).toBeTruthy()
  expect(draft.getByText(/vCPU/)).toBeTruthy()
  expect(draft.getByText('10 min ago')).toBeTruthy()
  expect(draft.getByRole('link', { name: 'Continue editing (web-1)' }).getAttribute('href')).toBe('/cvms/cvm_draft/edit')
  expect(running.getByRole('link', { name: 'See progress (db-1)' }).getAttribute('href')).toBe('/cvms/cvm_run/update')
})

test('what another tab finishes disappears here', async () => {
  journals.write('cvm_run', { cvmName: 'db-1', startedAt: tenMinutesAgo, wanted: {}, hadSecrets: false, correlationId: 'op-1' })
  await open()
  expect(screen.getByText('db-1')).toBeTruthy()
  localStorage.removeItem(journals.keyOf('cvm_run'))
  act(() => void window.dispatchEvent(new StorageEvent('storage', { key: journals.keyOf('cvm_run') })))
  expect(screen.getByText('Nothing is unfinished')).toBeTruthy()
})

/** A restart of which one row may be under way, and a refresh of instance IDs that is half done. */
function leaveRuns() {
  const cvms = ['cvm_1', 'cvm_2', 'cvm_3'].map((id) => ({ id, name: id, vmUuid: id }))
  const journal = powerJournal(browserStore, scope)
  const run = {
    action: 'restart' as const,
    startedAt: tenMinutesAgo,
    serverTime: null,
    cvms,
    outcomes: new Map([
      ['cvm_1', { kind: 'accepted' as const }],
      ['cvm_2', { kind: 'error' as const, detail: 'The node is away.' }],
      ['cvm_3', { kind: 'sending' as const }],
    ]),
  }
  journal.begin(run)
  journal.save(run)
  const ids = { version: 1, planDigest: 'd', startedAt: tenMinutesAgo, ticked: [], chunks: 'd.', rows: 'ww..', others: {}, ended: null }
  localStorage.setItem(`${recordPrefix('instance-ids-run', scope)}run`, JSON.stringify({ version: 1, value: ids }))
  return journal
}

test('a run over many CVMs that was left is here with what is known of it, and leads back to it', async () => {
  const journal = leaveRuns()
  await open()
  const rows = screen.getAllByRole('listitem').map((row) => row.textContent)
  const [power] = rows.filter((text) => text.includes('Restart of 3 CVMs'))
  expect(power).toContain('Not ended when last seen')
  expect(power).toContain('1 CVM to look at.')
  expect(power).toContain('What became of it is known for 2 of 3 CVMs.')
  expect(screen.getByRole('link', { name: 'Show in the fleet' }).getAttribute('href')).toBe('/cvms')
  expect(rows.some((text) => text.includes('2 instance IDs written, 1 of 2 requests done.'))).toBe(true)
  expect(screen.getByRole('link', { name: 'Continue' }).getAttribute('href')).toBe('/instance-ids')

  act(() => journal.remove())
  await waitFor(() => expect(screen.queryByText('Restart of 3 CVMs')).toBeNull())
})

const rowsSaying = (text: string) => screen.getAllByRole('listitem').filter((row) => row.textContent.includes(text))
const neverSaid = ['nothing is sent until you say so', 'is paused where its page was closed']

test('of a run that a tab drives nobody says that nothing is sent or that it is paused, and once that tab has gone it is said', async () => {
  const locks = lockManager()
  vi.stubGlobal('navigator', Object.create(navigator, { locks: { value: locks } }))
  const kinds = ['stop', 'instance-ids-run'] as const
  const drivers = kinds.map((kind) => joinRun({ locks, name: recordPrefix(kind, scope) }))
  for (const driver of drivers) await driver.drive('if-free')
  leaveRuns()
  await open()
  expect(await screen.findByText(/^A tab of this browser is running it now\./)).toBeTruthy()
  expect(await screen.findByText(/^A tab of this browser is running it now: it goes on there, or is paused there\./)).toBeTruthy()
  for (const words of neverSaid) expect(rowsSaying(words)).toEqual([])
  expect(screen.getByRole('link', { name: 'See the run' }).getAttribute('href')).toBe('/instance-ids')
  for (const driver of drivers) driver.letGo()
  await waitFor(() => expect(neverSaid.map((words) => rowsSaying(words).length)).toEqual([1, 1]), { timeout: 10_000 })
})

test('where nobody can tell who drives a run, the words hold either way', async () => {
  leaveRuns()
  await open()
  for (const words of neverSaid) expect(rowsSaying(words)).toEqual([])
  expect(rowsSaying('If its page was closed')).toHaveLength(2)
})
