// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type * as AccountQueryModule from '@/api/session/account-query.ts'
import type * as SessionQueriesModule from '@/api/session-queries.ts'
import { browserStore } from '@/lib/storage.ts'
import type { SessionPart } from '@/runs/session.ts'
import { testScope } from '@/runs/testing/session.tsx'
import type * as PageSessionModule from './session.ts'
import { draftRecords } from '@/updates/drafts/draft-store.ts'

const draft = { cvmName: 'api-prod-1', savedAt: '2026-01-01T12:00:00Z', edits: { vcpu: 8 }, before: { vcpu: 4 } }
const draftsOf = (worldId: string) => draftRecords(browserStore, testScope(worldId))
const worldsWithDrafts = () => ['world-1', 'world-2', 'world-3'].filter((worldId) => draftsOf(worldId).list().length > 0)

const anna = { user: { username: 'anna' }, workspace: { id: 'acme', name: 'Acme' } }
const ben = { user: { username: 'ben' }, workspace: { id: 'acme', name: 'Acme' } }
let me: () => Response
let page: typeof PageSessionModule
let queries: typeof SessionQueriesModule & typeof AccountQueryModule

beforeEach(async () => {
  // What the test before still had under way is over, and each test is a page that was just opened.
  await vi.dynamicImportSettled()
  localStorage.clear()
  vi.resetModules()
  page = await import('./session.ts')
  queries = { ...(await import('@/api/session-queries.ts')), ...(await import('@/api/session/account-query.ts')) }
  me = () => Response.json(anna)
  vi.stubGlobal('fetch', (path: string) =>
    Promise.resolve(
      path === '/config.json' ? Response.json({ mode: 'sandbox', worldId: 'world-2', upstream: 'sandbox', chains: [] }) : me(),
    ),
  )
})
afterEach(() => {
  vi.unstubAllGlobals()
  delete globalThis.firstAnswers
  localStorage.clear()
})

const readConfig = () => page.currentSession.snapshot().queryClient.fetchQuery({ ...queries.configQuery, staleTime: 0 })
const readAccount = () => page.currentSession.snapshot().queryClient.fetchQuery({ ...queries.accountQuery, staleTime: 0 })
const scope = () => page.currentSession.snapshot().session.scope.snapshot()

test('a page forgets earlier worlds when it is told its own, and never a newer one', async () => {
  draftsOf('world-1').write('cvm_1', draft)
  draftsOf('world-2').write('cvm_1', draft)
  await readConfig()
  await vi.waitFor(() => expect(worldsWithDrafts()).toEqual(['world-2']), { timeout: 20_000 })

  // Another tab, opened after the sandbox started anew.
  draftsOf('world-3').write('cvm_1', draft)
  await page.currentSession.snapshot().queryClient.ensureQueryData(queries.configQuery)
  await vi.dynamicImportSettled()
  expect(worldsWithDrafts()).toEqual(['world-2', 'world-3'])
})

test('a page in a tab that nobody sees, where nothing is ever painted, forgets earlier worlds when it is told its own, and not later', async () => {
  vi.stubGlobal('requestAnimationFrame', () => 0)
  draftsOf('world-1').write('cvm_1', draft)
  await readConfig()
  await vi.waitFor(() => expect(worldsWithDrafts()).toEqual([]), { timeout: 20_000 })
})

test('records are a person’s in a workspace as soon as both the server and the person are known', async () => {
  await readAccount()
  expect(scope()).toBeNull()
  await readConfig()
  expect(scope()).toEqual({ upstream: 'sandbox', worldId: 'world-2', owner: { workspace: 'acme', user: 'anna' } })
})

/** The page is opened anew, in the sign-in of that mark. */
async function openPage(mark: string) {
  vi.resetModules()
  page = await import('./session.ts')
  const { pageSession } = await import('@/api/session/page-session.ts')
  pageSession.speakFor(mark)
}
const cannotSay = () => Response.json({ detail: 'later' }, { status: 503 })

test('an API that cannot say who it is keeps nobody from their records: they belong to the sign-in until it can', async () => {
  await openPage('mark-1')
  await readConfig()
  me = cannotSay
  await readAccount().catch(() => {})
  await vi.waitFor(() => expect(scope()).toMatchObject({ owner: { workspace: '-' } }), { timeout: 20_000 })
  draftRecords(browserStore, scope()!).write('cvm_1', draft)

  // The page is opened again, and now it can.
  await openPage('mark-1')
  me = () => Response.json(anna)
  await readConfig()
  await readAccount()
  await vi.waitFor(() => expect(worldsWithDrafts()).toEqual(['world-2']), { timeout: 20_000 })

  // And once it has said so, it is known on the next page although it cannot say it again.
  await openPage('mark-1')
  me = cannotSay
  await readConfig()
  await readAccount().catch(() => {})
  await vi.waitFor(() => expect(scope()).toMatchObject({ owner: { user: 'anna' } }), { timeout: 20_000 })

  // Somebody else's sign-in learns nothing from that.
  await openPage('mark-2')
  await readConfig()
  await readAccount().catch(() => {})
  await vi.waitFor(() => expect(scope()).toMatchObject({ owner: { workspace: '-', user: 'mark-2' } }), { timeout: 20_000 })
})

test('records stay those of whom the page was opened for', async () => {
  await readConfig()
  await readAccount()
  me = () => Response.json(ben)
  await readAccount()
  expect(scope()).toMatchObject({ owner: { user: 'anna' } })
})

test('the next session starts with nothing of the former one but where the server is', async () => {
  await readConfig()
  await readAccount()
  const ended: string[] = []
  const part: SessionPart<string[]> = { make: () => [], end: () => void ended.push('ended') }
  const before = page.currentSession.snapshot()
  before.session.part(part).push('ticked')
  const response = Promise.resolve(Response.json({ name: 'of anna' }))
  globalThis.firstAnswers = new Map([['a CVM', { startedAt: 0, sentAt: 0, answeredAt: null, response }]])
  const next = page.replaceSession({ isSignedIn: false })
  expect(ended).toEqual(['ended'])
  expect(globalThis.firstAnswers.size).toBe(0)
  expect(next.session.part(part)).toEqual([])
  expect(next.session.scope.snapshot()).toBeNull()
  expect(next.queryClient.getQueryData(queries.configQuery.queryKey)).toMatchObject({ worldId: 'world-2' })
  expect(next.queryClient.getQueryData(queries.accountQuery.queryKey)).toBeUndefined()
  expect(next.queryClient.getQueryData(queries.sessionQuery.queryKey)).toEqual({ signedIn: false })
  expect(next.id).not.toBe(before.id)
})
