import { expect, test, vi } from 'vitest'
import { ApiError } from '@/api/api-error.ts'
import type { Clock } from '@/lib/clock.ts'
import { createTextStore, type TextStore } from '@/lib/storage.ts'
import { recordPrefix } from '@/runs/records.ts'
import { createLease } from '@/runs/lease.ts'
import { createHeldClock } from '@/runs/testing/held-clock.ts'
import { lockManager } from '@/runs/testing/tabs.ts'
import { testScope } from '@/runs/testing/session.tsx'
import { createMaintenance, type Maintenance, type Work } from './maintenance-store.ts'
import { planFileText, readPlanFile } from './plan-file.ts'
import { defaultPlanOptions, type Refresh } from './refresh-plan.ts'
import { outcomesOf } from './refresh-run.ts'
import { createFastClock, createSmallServer, type StoredCvm } from './testing/small-server.ts'

const place = { upstream: 'test', worldId: 'w1' }
const scope = testScope('w1', 'test')

const openTab = (
  refresh: Refresh,
  { store = createTextStore(null, null), locks, clock = createFastClock() }: { store?: TextStore; locks?: LockManager; clock?: Clock } = {},
) => createMaintenance({ scope, refresh, clock, store, locks: locks ?? null })

const missing = (count: number) =>
  new Map<string, StoredCvm>(Array.from({ length: count }, (_, n) => [`cvm_${n}`, { isRunning: true, stored: null, resolves: `id-${n}` }]))

const request = (ids: Iterable<string>, chunkSize = 2) => ({
  ids: [...ids],
  nameOf: () => null,
  options: { ...defaultPlanOptions, chunkSize },
  ...place,
  createdBy: 'admin',
})

const until = (tab: Maintenance, isSo: (work: Work) => boolean) =>
  vi.waitFor(() => {
    expect(isSo(tab.snapshot())).toBe(true)
  })
const hasEnded = (work: Work) => work.step === 'applying' && work.run.step === 'finished'

test('a run that a closed tab left behind is shown paused, and resumes to the end without writing anything twice', async () => {
  const cvms = missing(6)
  const server = createSmallServer(cvms)
  const store = createTextStore(null, null)
  let isTabOpen = true
  let writes = 0
  const dyingRefresh: Refresh = (ids, options) => {
    if (!options.dryRun && ++writes === 2) isTabOpen = false
    const answer = server.refresh(ids, options)
    return isTabOpen ? answer : new Promise(() => {})
  }
  const first = openTab(dyingRefresh, { store })
  await first.preview(request(cvms.keys()))
  await first.apply(new Set())
  await vi.waitFor(() => expect(isTabOpen).toBe(false))

  const second = openTab(server.refresh, { store })
  expect(second.snapshot()).toMatchObject({ step: 'applying', run: { step: 'paused', reason: 'reload' } })
  await second.resume()
  await until(second, hasEnded)
  const work = second.snapshot()
  if (work.step !== 'applying') throw new Error('unreachable: it has ended')
  expect(outcomesOf(work.plan, work.run).map(({ outcome }) => outcome.kind)).toEqual(Array.from({ length: 6 }, () => 'written'))
  expect(server.writes).toHaveLength(6)
})

/** A server and a storage that a finished run left its outcome in. */
async function afterRun() {
  const cvms = missing(1)
  const server = createSmallServer(cvms)
  const store = createTextStore(null, null)
  const first = openTab(server.refresh, { store })
  await first.preview(request(cvms.keys()))
  await first.apply(new Set())
  await until(first, hasEnded)
  return { server, store }
}

test('an outcome is still there after a reload, until it is closed', async () => {
  const { server, store } = await afterRun()
  const second = openTab(server.refresh, { store })
  expect(hasEnded(second.snapshot())).toBe(true)
  second.discard()
  expect(store.keys('')).toEqual([])
})

test('a run of another person or another world is not shown', async () => {
  const { server, store } = await afterRun()
  for (const other of [testScope('w2', 'test'), { ...scope, owner: { workspace: 'acme', user: 'ben' } }]) {
    const tab = createMaintenance({ scope: other, refresh: server.refresh, clock: createFastClock(), store, locks: null })
    expect(tab.snapshot()).toEqual({ step: 'none' })
  }
})

test('a record that cannot be read is removed, and the page says so', () => {
  const store = createTextStore(null, null)
  store.write(`${recordPrefix('instance-ids-run', scope)}run`, '{"version":1')
  const tab = openTab(createSmallServer(new Map()).refresh, { store })
  expect(tab.snapshot()).toEqual({ step: 'none', note: 'unreadable-record' })
  expect(store.keys('')).toEqual([])
})

test('while another tab writes, nothing is sent from this one', async () => {
  const locks = lockManager()
  await createLease(locks, recordPrefix('instance-ids-run', scope), () => {}).take('if-free')
  const cvms = missing(1)
  const server = createSmallServer(cvms)
  const tab = openTab(server.refresh, { locks })
  await tab.preview(request(cvms.keys()))
  await tab.apply(new Set())
  expect(tab.snapshot()).toMatchObject({ step: 'planned', note: 'run-elsewhere' })
  expect(server.sent.every(({ options }) => options.dryRun)).toBe(true)
})

test('no preview and no opened plan replaces a run that has not ended', async () => {
  const cvms = missing(4)
  const server = createSmallServer(cvms)
  const tab = openTab(server.refresh)
  await tab.preview(request(cvms.keys(), 1))
  const planned = tab.snapshot()
  if (planned.step !== 'planned') throw new Error('unreachable: it was previewed')
  await tab.apply(new Set())
  tab.pause()
  tab.openPlan(planned.plan)
  await tab.preview(request(['cvm_0']))
  tab.discard()
  expect(tab.snapshot().step).toBe('applying')
})

test('a plan that one admin exported is opened and written by another, after the same checks', async () => {
  const cvms = missing(5)
  const server = createSmallServer(cvms)
  const first = openTab(server.refresh)
  await first.preview(request(cvms.keys()))
  const made = first.snapshot()
  if (made.step !== 'planned') throw new Error('unreachable: it was previewed')
  const file = planFileText(made.plan)
  cvms.get('cvm_3')!.resolves = 'changed-since'

  const second = openTab(server.refresh)
  const read = await readPlanFile(file, place)
  if (!('plan' in read)) throw new Error('unreachable: it was not edited')
  second.openPlan(read.plan)
  expect(second.snapshot()).toMatchObject({ step: 'planned', isImported: true, plan: { createdBy: 'admin' } })
  await second.apply(new Set())
  await until(second, hasEnded)
  expect(server.writes.map(({ id }) => id).toSorted()).toEqual(['cvm_0', 'cvm_1', 'cvm_2', 'cvm_4'])
})

test('when the browser loses its network, or somebody pauses, what is under way ends and nothing else is sent until it is resumed', async () => {
  for (const act of ['lostConnection', 'pause'] as const) {
    const cvms = missing(30)
    const server = createSmallServer(cvms)
    const tab = openTab(server.refresh)
    await tab.preview(request(cvms.keys(), 1))
    const previewed = server.sent.length
    await tab.apply(new Set())
    tab[act]()
    await new Promise((resolve) => setImmediate(resolve))
    expect(tab.snapshot()).toMatchObject({ run: { step: 'paused', reason: act === 'pause' ? 'person' : 'unreachable' } })
    expect(server.sent.length - previewed, 'the four checks under way').toBe(4)
    expect(server.writes).toEqual([])
    await tab.resume()
    await until(tab, hasEnded)
    expect(server.writes).toHaveLength(30)
  }
})

test('a cancelled preview leaves nothing behind', async () => {
  const cvms = missing(4)
  const server = createSmallServer(cvms)
  const tab = openTab(server.refresh)
  const previewing = tab.preview(request(cvms.keys(), 1))
  tab.cancelPreview()
  await previewing
  expect(tab.snapshot()).toEqual({ step: 'none' })
})

test('a preview that fails says why and can be made again', async () => {
  const cvms = missing(2)
  let isDown = true
  const server = createSmallServer(cvms, () => (isDown ? 'drop' : 'none'))
  const tab = openTab(server.refresh)
  await tab.preview(request(cvms.keys()))
  expect(tab.snapshot()).toMatchObject({ step: 'none', failure: { kind: 'unreachable' } })
  isDown = false
  await tab.preview(request(cvms.keys()))
  expect(tab.snapshot().step).toBe('planned')
})

const askedToWaitAnHour = () =>
  new ApiError({ kind: 'too-many-requests', status: 429, message: 'slow down', method: 'POST', retryAfterSeconds: 3600 })

test('a preview that is asked to wait an hour says until when, asks nothing meanwhile, and ends at once when it is cancelled', async () => {
  const clock = createHeldClock('2026-03-01T12:00:00Z')
  let asked = 0
  const tab = openTab(
    async () => {
      asked += 1
      throw askedToWaitAnHour()
    },
    { clock },
  )
  const previewing = tab.preview(request(['cvm_0']))
  await until(tab, (work) => work.step === 'planning' && work.progress.waitsUntil !== null)
  expect(tab.snapshot()).toMatchObject({ progress: { waitsUntil: new Date('2026-03-01T13:00:00Z') } })
  await clock.pass(3_599_000)
  expect(asked).toBe(1)
  tab.cancelPreview()
  await previewing
  expect(tab.snapshot()).toEqual({ step: 'none' })
  await clock.pass(3_600_000)
  expect(asked).toBe(1)
})

test('a run that is asked to wait an hour says until when, asks nothing meanwhile, and ends at once when it is stopped', async () => {
  const cvms = missing(1)
  const server = createSmallServer(cvms)
  const clock = createHeldClock('2026-03-01T12:00:00Z')
  let isTired = false
  let asked = 0
  const tab = openTab(
    async (ids, options) => {
      asked += 1
      if (isTired) throw askedToWaitAnHour()
      return server.refresh(ids, options)
    },
    { clock },
  )
  await tab.preview(request(cvms.keys()))
  isTired = true
  await tab.apply(new Set())
  await until(tab, (work) => work.step === 'applying' && work.waitsUntil != null)
  expect(tab.snapshot()).toMatchObject({ waitsUntil: new Date('2026-03-01T13:00:00Z') })
  await clock.pass(3_599_000)
  expect(asked).toBe(2)
  await tab.stop()
  expect(tab.snapshot()).toMatchObject({ run: { step: 'finished', isStopped: true } })
  await clock.pass(3_600_000)
  expect(asked).toBe(2)
})

test('two tabs that show the same run: what one has brought to its end, the other shows as it ended and does not write again', async () => {
  const cvms = missing(4)
  const server = createSmallServer(cvms)
  const store = createTextStore(null, null)
  const never: Refresh = (ids, options) => (options.dryRun ? server.refresh(ids, options) : new Promise(() => {}))
  const dying = openTab(never, { store })
  await dying.preview(request(cvms.keys()))
  await dying.apply(new Set())
  const locks = lockManager()
  const [one, other] = [openTab(server.refresh, { store, locks }), openTab(server.refresh, { store, locks })]
  await one.resume()
  await until(one, hasEnded)
  const written = server.writes.length
  await vi.waitFor(async () => expect((await locks.query()).held).toEqual([]))
  await other.resume()
  await until(other, hasEnded)
  expect(server.writes).toHaveLength(written)
})

test('a plan is not applied over the run that another tab has left on record', async () => {
  const cvms = missing(4)
  const server = createSmallServer(cvms)
  const store = createTextStore(null, null)
  const early = openTab(server.refresh, { store })
  await early.preview(request(cvms.keys()))
  const never: Refresh = (ids, options) => (options.dryRun ? server.refresh(ids, options) : new Promise(() => {}))
  const dying = openTab(never, { store })
  await dying.preview(request(['cvm_0']))
  await dying.apply(new Set())
  await vi.waitFor(() =>
    expect(
      store
        .keys('')
        .map((key) => store.read(key))
        .join(),
    ).toContain('"chunks":"u"'),
  )
  const kept = store.keys('').map((key) => store.read(key))
  await early.apply(new Set())
  expect(early.snapshot()).toMatchObject({ step: 'planned', note: 'run-on-record' })
  expect(store.keys('').map((key) => store.read(key))).toEqual(kept)
  expect(server.writes).toEqual([])
})
