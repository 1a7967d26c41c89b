import { expect, test, vi } from 'vitest'
import { ApiError } from '@/api/api-error.ts'
import type { Clock } from '@/lib/clock.ts'
import { createTextStore, type TextStore } from '@/lib/storage.ts'
import { recordPrefix } from '@/runs/records.ts'
import { createLease } from '@/runs/lease.ts'
import { createHeldClock } from '@/runs/testing/held-clock.ts'
import { lockManager, openTabs } from '@/runs/testing/tabs.ts'
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

const onRecord = (store: TextStore) => store.keys('').map((key) => store.read(key))
const plannedFor = async (tab: Maintenance, ids: Iterable<string>, chunkSize?: number) => {
  await tab.preview(request(ids, chunkSize))
  await tab.apply(new Set())
}
const neverWrites =
  (refresh: Refresh): Refresh =>
  (ids, options) =>
    options.dryRun ? refresh(ids, options) : new Promise(() => {})
const isUnderWay = (store: TextStore) => vi.waitFor(() => expect(onRecord(store).join()).toContain('"chunks":"u'))
const nobodyDrives = (locks: LockManager) => vi.waitFor(async () => expect((await locks.query()).held).toEqual([]))

/** Two tabs that both show what a third one, closed meanwhile, left behind. Neither hears what the other writes before it is asked. */
async function twoPausedTabs() {
  const server = createSmallServer(missing(4))
  const store = createTextStore(null, null)
  const locks = lockManager()
  const dying = openTab(neverWrites(server.refresh), { store, locks })
  await plannedFor(dying, ['cvm_0', 'cvm_1'])
  await isUnderWay(store)
  dying.end()
  await nobodyDrives(locks)
  const open = (refresh = server.refresh) => openTab(refresh, { store, locks })
  const [one, other] = [open(), open()]
  for (const tab of [one, other]) await until(tab, (work) => work.step === 'applying' && work.note !== 'looking')
  return { server, store, locks, open, one, other }
}

test.each(['resume', 'stop'] as const)('to %s a run whose place another one has taken sends nothing, and shows that one', async (press) => {
  const { server, store, locks, open, one, other } = await twoPausedTabs()
  await one.resume()
  await until(one, hasEnded)
  await nobodyDrives(locks)
  one.discard()
  const dying = open(neverWrites(server.refresh))
  await plannedFor(dying, ['cvm_2'])
  await isUnderWay(store)
  dying.end()
  await nobodyDrives(locks)
  const [sent, kept] = [server.sent.length, onRecord(store)]
  await other[press]()
  expect(other.snapshot()).toMatchObject({
    step: 'applying',
    note: 'other-run',
    plan: { rows: [{ id: 'cvm_2' }] },
    run: { step: 'paused' },
  })
  expect(server.sent).toHaveLength(sent)
  expect(onRecord(store)).toEqual(kept)
  await other.resume()
  await until(other, hasEnded)
})

test('a run whose results another tab has closed is not gone on with, and the page says where it went', async () => {
  const { server, locks, one, other } = await twoPausedTabs()
  await one.resume()
  await until(one, hasEnded)
  await nobodyDrives(locks)
  one.discard()
  const sent = server.sent.length
  await other.resume()
  expect(other.snapshot()).toEqual({ step: 'none', note: 'closed-elsewhere' })
  expect(server.sent).toHaveLength(sent)
})

test('who closes old results leaves the record of another tab’s next run, and is shown that one', async () => {
  const { server, store, locks, open, one, other } = await twoPausedTabs()
  await one.resume()
  await until(one, hasEnded)
  await nobodyDrives(locks)
  await other.resume()
  await until(other, hasEnded)
  one.discard()
  const dying = open(neverWrites(server.refresh))
  await plannedFor(dying, ['cvm_2'])
  await isUnderWay(store)
  dying.end()
  await nobodyDrives(locks)
  const kept = onRecord(store)
  other.discard()
  expect(onRecord(store)).toEqual(kept)
  await until(other, (work) => work.step === 'applying' && work.plan.rows[0]?.id === 'cvm_2')
})

test.each(['apply', 'resume', 'stop'] as const)('two presses on %s make one driver, which keeps its lock', async (press) => {
  const server = createSmallServer(missing(4))
  const store = createTextStore(null, null)
  const locks = lockManager()
  if (press !== 'apply') {
    const dying = openTab(neverWrites(server.refresh), { store, locks })
    await plannedFor(dying, ['cvm_0', 'cvm_1', 'cvm_2', 'cvm_3'], 4)
    await isUnderWay(store)
    dying.end()
    await nobodyDrives(locks)
  }
  let asked = 0
  const hanging: Refresh = (ids, options) => {
    asked += 1
    return press === 'apply' && options.dryRun ? server.refresh(ids, options) : new Promise(() => {})
  }
  const tab = openTab(hanging, { store, locks })
  if (press === 'apply') await tab.preview(request(['cvm_0', 'cvm_1', 'cvm_2', 'cvm_3'], 4))
  else await until(tab, (work) => work.step === 'applying' && work.note !== 'looking')
  asked = 0
  const act = () => (press === 'apply' ? tab.apply(new Set()) : tab[press]())
  await Promise.all([act(), act()])
  await new Promise((resolve) => setImmediate(resolve))
  // A check with its write, or the one look after the lost answer.
  expect(asked).toBe(press === 'apply' ? 2 : 1)
  expect((await locks.query()).held).toHaveLength(1)
  expect(tab.snapshot().step).toBe('applying')
  expect(tab.snapshot()).not.toHaveProperty('note')
})

test.each(['instance-ids-run', 'instance-ids-plan'] as const)(
  'what a newer version has on record as %s stays, nothing is begun over it, and the page says so',
  async (kind) => {
    const cvms = missing(2)
    const server = createSmallServer(cvms)
    const store = createTextStore(null, null)
    const dying = openTab(neverWrites(server.refresh), { store })
    await plannedFor(dying, ['cvm_0'])
    await isUnderWay(store)
    dying.end()
    store.write(`${recordPrefix(kind, scope)}run`, '{"version":99,"value":{"of":"later"}}')
    const kept = onRecord(store)
    const tab = openTab(server.refresh, { store })
    expect(tab.snapshot()).toEqual({ step: 'none', note: 'newer-record' })
    await plannedFor(tab, ['cvm_1'])
    expect(tab.snapshot()).toMatchObject({ step: 'planned', note: 'newer-record' })
    tab.discard()
    expect(tab.snapshot()).toEqual({ step: 'none', note: 'newer-record' })
    expect(onRecord(store)).toEqual(kept)
    expect(server.writes).toEqual([])
  },
)

/** Tabs of one browser that hear of each other, and a server whose writes wait to be let through one by one. */
function listeningTabs(count: number) {
  const server = createSmallServer(missing(count))
  const openStore = openTabs()
  const locks = lockManager()
  const held: (() => void)[] = []
  const slow: Refresh = async (ids, options) => {
    if (!options.dryRun) await new Promise<void>((resolve) => held.push(resolve))
    return server.refresh(ids, options)
  }
  const letOneThrough = async () => {
    await vi.waitFor(() => expect(held.length).toBeGreaterThan(0))
    held.shift()!()
  }
  const open = (hasLocks = true) => openTab(slow, { store: openStore(), ...(hasLocks ? { locks } : {}) })
  return { server, locks, open, letOneThrough }
}
const rowsDone = (work: Work) => (work.step === 'elsewhere' ? work.run.outcomes.size : Number.NaN)

test('what another tab writes is followed to its end by tabs that were open before and after, and nothing is sent from them', async () => {
  const { server, open, letOneThrough } = listeningTabs(4)
  const early = open()
  const driving = open()
  await plannedFor(driving, ['cvm_0', 'cvm_1', 'cvm_2', 'cvm_3'], 1)
  const late = open()
  const followers = [early, late]
  for (const tab of followers) await until(tab, (work) => work.step === 'elsewhere' && work.isCertain && work.run.step === 'running')
  for (const done of [1, 2, 3]) {
    await letOneThrough()
    for (const tab of followers) await until(tab, (work) => rowsDone(work) === done)
  }
  for (const tab of followers) {
    await tab.preview(request(['cvm_0']))
    await tab.resume()
    tab.discard()
    expect(tab.snapshot().step).toBe('elsewhere')
  }
  const sent = server.sent.length
  await letOneThrough()
  for (const tab of [driving, ...followers]) await until(tab, hasEnded)
  expect(server.sent).toHaveLength(sent + 1)
  expect(server.writes).toHaveLength(4)
})

test('when the tab that drives is closed, who follows shows the run paused, and writes nothing twice', async () => {
  const { server, open, letOneThrough, locks } = listeningTabs(2)
  const follower = open()
  const driving = open()
  await plannedFor(driving, ['cvm_0', 'cvm_1'], 2)
  await until(follower, (work) => work.step === 'elsewhere')
  driving.end()
  await until(follower, (work) => work.step === 'applying' && work.run.step === 'paused')
  await nobodyDrives(locks)
  await letOneThrough()
  await vi.waitFor(() => expect(server.writes).toHaveLength(2))
  await follower.resume()
  await until(follower, hasEnded)
  expect(server.writes).toHaveLength(2)
})

test('where tabs cannot agree, what another one writes is followed, and that it is open still is not said to be certain', async () => {
  const { open, letOneThrough } = listeningTabs(1)
  const early = open(false)
  await plannedFor(open(false), ['cvm_0'], 1)
  await until(early, (work) => work.step === 'elsewhere' && !work.isCertain)
  await letOneThrough()
  await until(early, hasEnded)
})
