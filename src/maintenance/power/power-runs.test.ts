import { expect, test, vi } from 'vitest'
import { ApiError } from '@/api/api-error.ts'
import type { CvmStatus } from '@/api/schemas/cvm-status.ts'
import { createTextStore } from '@/lib/storage.ts'
import { recordPrefix } from '@/runs/records.ts'
import { createHeldClock } from '@/runs/testing/held-clock.ts'
import { testScope } from '@/runs/testing/session.tsx'
import { lockManager, openTabs } from '@/runs/testing/tabs.ts'
import type { PowerAction } from './power-action.ts'
import { powerJournal } from './power-journal.ts'
import { createPowerRuns } from './power-runs.ts'

const scope = testScope('w1', 'test')
const cvms = (count: number) => Array.from({ length: count }, (_, n) => ({ id: `cvm_${n}`, name: `name-${n}`, vmUuid: `vm_${n}` }))

interface TabOptions {
  dies?: 'before-request' | 'after-request'
  atRequest?: number
  /** Answers to writes are held back until then. */
  holds?: Promise<void>
  /** The same for looks. */
  looksAfter?: Promise<void>
  asksFirst?: boolean
  keepsNothing?: boolean
  locks?: null
}

/** A server on which CVMs run until they are stopped, and the tabs of one browser. */
function world(count: number) {
  const status = new Map(cvms(count).map(({ vmUuid }) => [vmUuid, 'running']))
  const sent: string[][] = []
  const begun = new Set<`${PowerAction} ${string}`>()
  const openStore = openTabs()
  const store = openStore()
  const locks = lockManager()
  let busyFor = 0
  const clock = createHeldClock('2026-03-01T12:00:00Z')

  const openTab = (options: TabOptions = {}) => {
    let isClosed = false
    const never = new Promise<never>(() => {})
    let close = () => {}
    const closed = new Promise<void>((resolve) => (close = resolve))
    // What a closed tab held is free again, and nothing that it would do happens.
    const own = {
      request: (name: string, lockOptions: LockOptions, granted: (lock: Lock | null) => unknown) =>
        isClosed ? never : locks.request(name, lockOptions, (lock) => (isClosed ? undefined : Promise.race([granted(lock), closed]))),
    } as unknown as LockManager
    const die = () => {
      isClosed = true
      close()
      return never
    }
    const mine = options.keepsNothing ? createTextStore(null, null) : openStore()
    const runs = createPowerRuns({
      send: async (id, action) => {
        if (isClosed) return never
        if (options.dies === 'before-request' && sent.length + 1 === options.atRequest) return die()
        sent.push([id])
        begun.add(`${action} ${id}`)
        if (options.dies === 'after-request' && sent.length === options.atRequest) return die()
        await options.holds
        return undefined
      },
      hasBegun: async (id, action, since) => (since === null ? null : begun.has(`${action} ${id}`)),
      serverTimeOf: (at) => at.toISOString(),
      stopMany: async (ids) => {
        const isLast = sent.length + 1 === options.atRequest
        if (isLast && options.dies === 'before-request') return die()
        sent.push(ids)
        await options.holds
        for (const id of ids) status.set(`vm_${id.slice(4)}`, 'stopping')
        if (isLast) return die()
        return { stopped: ids.length, skipped: 0, errors: [] }
      },
      look: async (uuids) => {
        await options.looksAfter
        if (isClosed) return never
        if (busyFor > 0) {
          busyFor -= 1
          throw new ApiError({ kind: 'too-many-requests', status: 429, message: 'slow down', method: 'POST', retryAfterSeconds: 60 })
        }
        return Object.fromEntries(
          uuids.flatMap((uuid) =>
            status.has(uuid)
              ? [[uuid, { vmUuid: uuid, status: status.get(uuid), inProgress: false, operationType: null } as CvmStatus]]
              : [],
          ),
        )
      },
      store: { ...mine, write: (key, text) => !isClosed && mine.write(key, text) },
      locks: options.locks === null ? null : own,
      clock: { now: clock.now, wait: (ms, signal) => (ms < 10_000 ? Promise.resolve() : clock.wait(ms, signal)) },
    })
    if (options.asksFirst) runs.ask('stop', cvms(count))
    const dropped = runs.open(scope, () => {})
    const isReadable = dropped === false
    return { runs, dropped, isReadable, isClosed: () => isClosed, die }
  }
  /** So many looks are asked to wait a minute. */
  const beBusy = (looks: number) => (busyFor = looks)
  const nobodyDrives = () => vi.waitFor(async () => expect((await locks.query()).held).toEqual([]))
  return { status, sent, store, openTab, clock, beBusy, nobodyDrives }
}

const nobody: ReadonlyMap<string, string> = new Map()
const until = (isTrue: () => boolean) => vi.waitFor(() => expect(isTrue()).toBe(true))
const countKinds = ({ runs }: ReturnType<ReturnType<typeof world>['openTab']>) => {
  const work = runs.snapshot()
  if (!('run' in work)) return {}
  const counts: Record<string, number> = {}
  for (const { kind } of work.run.outcomes.values()) counts[kind] = (counts[kind] ?? 0) + 1
  return counts
}

test('asking alone leaves no record and sends nothing', () => {
  const { openTab, store, sent } = world(2)
  const { runs } = openTab()
  runs.ask('stop', cvms(2))
  expect(runs.snapshot().step).toBe('asked')
  runs.close()
  expect(runs.snapshot().step).toBe('none')
  expect(store.keys('')).toEqual([])
  expect(sent).toEqual([])
})

test('how a stop ended is shown again after a reload, row by row, until somebody closes it', async () => {
  const { openTab, store, sent } = world(60)
  const first = openTab()
  first.runs.ask('stop', cvms(60))
  await first.runs.start(nobody)
  expect(countKinds(first)).toEqual({ accepted: 60 })

  const second = openTab()
  await until(() => second.runs.snapshot().step === 'ended')
  expect(second.runs.snapshot()).toMatchObject({ wasInterrupted: false, run: { startedAt: '2026-03-01T12:00:00.000Z' } })
  expect(countKinds(second)).toEqual({ accepted: 60 })
  expect(sent).toHaveLength(2)
  second.runs.close()
  expect(store.keys('')).toEqual([])
})

test('who is asked before it is known what was left behind is shown that first', async () => {
  const { openTab, sent } = world(60)
  const first = openTab({ dies: 'after-request', atRequest: 1 })
  first.runs.ask('stop', cvms(60))
  void first.runs.start(nobody)
  await until(first.isClosed)
  const second = openTab({ asksFirst: true })
  await until(() => second.runs.snapshot().step === 'ended')
  expect(countKinds(second)).toEqual({ accepted: 50, 'not-sent': 10 })
  expect(sent).toHaveLength(1)

  const unburdened = world(2).openTab({ asksFirst: true })
  expect(unburdened.runs.snapshot().step).toBe('asked')
})

test('a tab that dies after its request: the next one looks, sends nothing by itself, and says what was not sent', async () => {
  const { openTab, sent } = world(120)
  const first = openTab({ dies: 'after-request', atRequest: 2 })
  first.runs.ask('stop', cvms(120))
  void first.runs.start(nobody)
  await until(first.isClosed)

  const second = openTab()
  await until(() => second.runs.snapshot().step === 'ended')
  expect(second.runs.snapshot()).toMatchObject({ wasInterrupted: true })
  expect(countKinds(second)).toEqual({ accepted: 100, 'not-sent': 20 })
  expect(sent.map((ids) => ids.length)).toEqual([50, 50])

  await second.runs.again()
  expect(countKinds(second)).toEqual({ accepted: 120 })
  expect(sent.map((ids) => ids.length)).toEqual([50, 50, 20])
  expect(new Set(sent.flat()).size).toBe(120)
})

test('a tab that dies before its request: those rows still run and say so, and only a person sends them again', async () => {
  const { openTab, sent } = world(50)
  const first = openTab({ dies: 'before-request', atRequest: 1 })
  first.runs.ask('stop', cvms(50))
  void first.runs.start(nobody)
  await until(first.isClosed)

  const second = openTab()
  await until(() => second.runs.snapshot().step === 'ended')
  expect(countKinds(second)).toEqual({ error: 50 })
  const work = second.runs.snapshot()
  expect('run' in work && work.run.outcomes.get('cvm_0')!.detail).toContain('it is running. It was not sent again.')
  expect(sent).toEqual([])
})

test('a record whose outcomes are gone or garbled counts as sent: every row is looked up', async () => {
  const { openTab, store, status } = world(3)
  const first = openTab()
  first.runs.ask('stop', cvms(3))
  await first.runs.start(nobody)
  status.set('vm_1', 'running')
  for (const key of store.keys('cvm-console/stop-outcome/')) store.write(key, '{"version":1,"value":[{"kind":"fine"}]}')
  const second = openTab()
  await until(() => second.runs.snapshot().step === 'ended')
  expect(countKinds(second)).toEqual({ accepted: 2, error: 1 })
})

test('a record that cannot be read is removed, and the page can say so', () => {
  const { openTab, store } = world(1)
  store.write(`${recordPrefix('stop', scope)}fleet`, '{"version":1,"value":{"cvms":"all"}}')
  const { runs, isReadable } = openTab()
  expect(isReadable).toBe(false)
  expect(runs.snapshot().step).toBe('none')
  expect(store.keys('')).toEqual([])
})

test('while one tab stops CVMs, another shows it and begins nothing, and neither removes the record of the other', async () => {
  const { openTab, sent, store } = world(4)
  let letGo = () => {}
  const first = openTab({ holds: new Promise<void>((resolve) => (letGo = resolve)) })
  const early = openTab()
  first.runs.ask('stop', cvms(2))
  const running = first.runs.start(nobody)
  await until(() => sent.length === 1)
  const second = openTab()
  await until(() => second.runs.snapshot().step === 'elsewhere')
  early.runs.ask('stop', cvms(4).slice(2))
  await early.runs.start(nobody)
  expect(early.runs.snapshot().step).toBe('elsewhere')
  early.runs.close()
  letGo()
  await running
  expect(sent.flat()).toEqual(['cvm_0', 'cvm_1'])
  expect(store.keys('')).toHaveLength(2)
})

test('a browser that keeps nothing is told', async () => {
  const { openTab } = world(1)
  const { runs } = openTab({ keepsNothing: true })
  runs.ask('stop', cvms(1))
  await runs.start(nobody)
  expect(runs.snapshot()).toMatchObject({ step: 'ended', isKept: false })
})

test('the record of another world is not shown', async () => {
  const { openTab, store } = world(1)
  const { runs } = openTab()
  runs.ask('stop', cvms(1))
  await runs.start(nobody)
  const elsewhere = openTab()
  elsewhere.runs.open({ ...scope, worldId: 'w2' }, () => {})
  await Promise.resolve()
  expect(elsewhere.runs.snapshot().step).toBe('none')
  expect(powerJournal(store, { ...scope, worldId: 'w2' }).read()).toBeNull()
})

test('a tab that dies between restarts: the next one finds in the records what arrived, and sends nothing by itself', async () => {
  const { openTab, sent } = world(30)
  const first = openTab({ dies: 'after-request', atRequest: 10 })
  first.runs.ask('restart', cvms(30))
  void first.runs.start(new Map([['cvm_29', 'It is stopped.']]))
  await until(first.isClosed)
  const sentBefore = sent.length

  const second = openTab()
  await until(() => second.runs.snapshot().step === 'ended')
  expect(second.runs.snapshot()).toMatchObject({ wasInterrupted: true, run: { action: 'restart' } })
  const counts = countKinds(second)
  expect(counts['accepted']).toBe(sentBefore)
  expect(counts['skipped']).toBe(1)
  expect(sent, 'looking sends nothing').toHaveLength(sentBefore)
  await second.runs.again()
  expect(countKinds(second)).toEqual({ accepted: 29, skipped: 1 })
  expect(sent.flat().toSorted(), 'each once, and none that was left out').toEqual(
    cvms(29)
      .map(({ id }) => id)
      .toSorted(),
  )
})

test('a record of the version that only knew stops is read as a stop', async () => {
  const { openTab, store } = world(2)
  const old = { startedAt: '2026-03-01T11:59:00.000Z', cvms: cvms(2) }
  store.write(`${recordPrefix('stop', scope)}fleet`, JSON.stringify({ version: 1, value: old }))
  store.write(
    `${recordPrefix('stop-outcome', scope)}fleet`,
    JSON.stringify({ version: 1, value: [{ kind: 'accepted', detail: null, rows: [0, 1] }] }),
  )
  expect(powerJournal(store, scope).peek()).toMatchObject({ action: 'stop', startedAt: old.startedAt })
  const tab = openTab()
  expect(tab.isReadable).toBe(true)
  await until(() => tab.runs.snapshot().step === 'ended')
  expect(tab.runs.snapshot()).toMatchObject({ run: { action: 'stop', startedAt: old.startedAt } })
  expect(countKinds(tab)).toEqual({ accepted: 2 })
})

const rowOf = ({ runs }: ReturnType<ReturnType<typeof world>['openTab']>, id: string) => {
  const work = runs.snapshot()
  return 'run' in work ? work.run.outcomes.get(id) : undefined
}
const gate = () => {
  let open = () => {}
  const opened = new Promise<void>((resolve) => (open = resolve))
  return { opened, open: () => open() }
}

test('a tab that was open first shows what another one restarts, and looks it up when that one dies', async () => {
  const { openTab, sent } = world(30)
  const early = openTab()
  const other = openTab({ dies: 'after-request', atRequest: 10 })
  expect(early.runs.snapshot().step).toBe('none')
  other.runs.ask('restart', cvms(30))
  void other.runs.start(nobody)
  await until(other.isClosed)
  await until(() => early.runs.snapshot().step === 'ended')
  expect(early.runs.snapshot()).toMatchObject({ wasInterrupted: true, run: { action: 'restart' } })
  expect(countKinds(early)['accepted']).toBe(sent.length)
})

test('a tab that was open first follows a run of another one row by row, until its results were seen there', async () => {
  const { openTab } = world(60)
  const early = openTab()
  const { opened, open } = gate()
  const other = openTab({ holds: opened })
  other.runs.ask('stop', cvms(60))
  const running = other.runs.start(nobody)
  await until(() => early.runs.snapshot().step === 'elsewhere')
  await until(() => countKinds(early)['sending'] === 50)
  open()
  await running
  await until(() => early.runs.snapshot().step === 'ended')
  expect(countKinds(early)).toEqual({ accepted: 60 })
  other.runs.close()
  await until(() => early.runs.snapshot().step === 'none')
})

test('who was asked before another tab’s run begins nothing over its record, sees it, and is told', async () => {
  const { openTab, sent, store } = world(60)
  const early = openTab()
  early.runs.ask('stop', cvms(60).slice(50))
  const other = openTab({ dies: 'after-request', atRequest: 1 })
  other.runs.ask('stop', cvms(50))
  void other.runs.start(nobody)
  await until(other.isClosed)
  expect(early.runs.snapshot().step, 'a question stays until it is answered').toBe('asked')
  expect(await early.runs.start(nobody)).toBe(false)
  await until(() => early.runs.snapshot().step === 'ended')
  expect(countKinds(early)).toEqual({ accepted: 50 })
  expect(sent).toHaveLength(1)
  expect(powerJournal(store, scope).peek()!.cvms).toHaveLength(50)
})

test('results that another tab left are seen before something new begins', async () => {
  const { openTab, sent, nobodyDrives } = world(4)
  const early = openTab()
  early.runs.ask('stop', cvms(4).slice(2))
  const other = openTab()
  other.runs.ask('stop', cvms(2))
  expect(await other.runs.start(nobody)).toBe(true)
  await nobodyDrives()
  expect(await early.runs.start(nobody)).toBe(false)
  expect(early.runs.snapshot()).toMatchObject({ step: 'ended', run: { cvms: cvms(2) } })
  expect(sent).toHaveLength(1)
})

test.each(['one after the other', 'at once'])('two tabs that both try again, %s: each CVM is restarted once', async (how) => {
  const { openTab, sent } = world(8)
  const first = openTab()
  const { opened, open } = gate()
  const dying = openTab({ looksAfter: opened })
  dying.runs.ask('restart', cvms(8))
  void dying.runs.start(nobody)
  await until(() => first.runs.snapshot().step === 'elsewhere')
  void dying.die()
  open()
  const second = openTab()
  for (const tab of [first, second]) await until(() => tab.runs.snapshot().step === 'ended')
  expect([countKinds(first), countKinds(second)]).toEqual([{ 'not-sent': 8 }, { 'not-sent': 8 }])

  if (how === 'at once') await Promise.all([first.runs.again(), second.runs.again()])
  else {
    await first.runs.again()
    await second.runs.again()
  }
  for (const tab of [first, second]) {
    await until(() => tab.runs.snapshot().step === 'ended')
    expect(countKinds(tab)).toEqual({ accepted: 8 })
  }
  expect(sent.flat().toSorted()).toEqual(cvms(8).map(({ id }) => id))
})

test('who presses “Done” on old results leaves the record of another tab’s next try', async () => {
  const { openTab, store } = world(2)
  const first = openTab()
  first.runs.ask('stop', cvms(2))
  const { opened, open } = gate()
  const holding = openTab({ holds: opened })
  await first.runs.start(new Map([['cvm_1', 'not now']]))
  await until(() => holding.runs.snapshot().step === 'ended')
  const journal = powerJournal(store, scope)
  const run = journal.read()!
  // What another tab writes is heard of a moment later.
  journal.save({ ...run, outcomes: new Map([...run.outcomes, ['cvm_0', { kind: 'sending' }]]) })
  first.runs.close()
  expect(journal.read()?.outcomes.get('cvm_0')?.kind).toBe('sending')
  open()
})

test('who signs out while the states are read has nothing sent, and the record says so to the next session', async () => {
  const { openTab, sent } = world(60)
  const { opened, open } = gate()
  const leaving = openTab({ looksAfter: opened })
  leaving.runs.ask('stop', cvms(60))
  const running = leaving.runs.start(nobody)
  await until(() => leaving.runs.snapshot().step === 'running')
  leaving.runs.end()
  open()
  await running
  expect(sent).toEqual([])
  const next = openTab()
  await until(() => next.runs.snapshot().step === 'ended')
  expect(countKinds(next)).toEqual({ 'not-sent': 60 })
  expect(rowOf(next, 'cvm_0')?.detail).toBe('The page was closed before it was sent.')
  expect(sent).toEqual([])
})

test('what is answered after a sign-out is neither believed nor asked about: the next session looks it up', async () => {
  const { openTab, sent, store } = world(1)
  const { opened, open } = gate()
  const leaving = openTab({ holds: opened })
  leaving.runs.ask('stop', cvms(1))
  const running = leaving.runs.start(nobody)
  await until(() => sent.length === 1)
  leaving.runs.end()
  open()
  await running
  expect(powerJournal(store, scope).peek()!.outcomes.get('cvm_0')).toEqual({ kind: 'sending' })
  const next = openTab()
  await until(() => next.runs.snapshot().step === 'ended')
  expect(countKinds(next)).toEqual({ accepted: 1 })
})

test('a tab that closes while the server asks to wait has sent nothing, and the next one does not claim it did', async () => {
  const { openTab, clock, beBusy } = world(50)
  const closing = openTab()
  beBusy(1)
  closing.runs.ask('restart', cvms(50))
  void closing.runs.start(nobody)
  await until(() => clock.waits() === 1)
  void closing.die()
  const next = openTab()
  await until(() => next.runs.snapshot().step === 'ended')
  expect(countKinds(next)).toEqual({ 'not-sent': 50 })
})

test('what may have arrived before is not called unsent when the page closes in a wait', async () => {
  const { openTab, clock, beBusy, store } = world(1)
  const first = openTab()
  first.runs.ask('restart', cvms(1))
  await first.runs.start(nobody)
  const journal = powerJournal(store, scope)
  const run = journal.read()!
  journal.save({ ...run, outcomes: new Map([['cvm_0', { kind: 'unknown' }]]) })
  await until(() => countKinds(first)['unknown'] === 1)
  beBusy(1)
  void first.runs.again()
  await until(() => clock.waits() === 1)
  expect(rowOf(first, 'cvm_0')).toMatchObject({ kind: 'waiting', wasUncertain: true })
  void first.die()
  const next = openTab()
  await until(() => next.runs.snapshot().step === 'ended')
  expect(countKinds(next)).toEqual({ accepted: 1 })
})

test('a look-up waits out what the server asks for, although an earlier run of the same tab was ended', async () => {
  const { openTab, clock, beBusy, sent, nobodyDrives } = world(60)
  const { opened, open } = gate()
  const tab = openTab({ looksAfter: opened })
  tab.runs.ask('stop', cvms(60))
  const ended = tab.runs.start(nobody)
  await until(() => tab.runs.snapshot().step === 'running')
  tab.runs.sendNoMore()
  open()
  await ended
  expect(countKinds(tab)).toEqual({ 'not-sent': 60 })
  tab.runs.close()
  await nobodyDrives()
  const dying = gate()
  const other = openTab({ dies: 'after-request', atRequest: 1, holds: dying.opened })
  other.runs.ask('stop', cvms(50))
  void other.runs.start(nobody)
  await until(() => sent.length === 1 && tab.runs.snapshot().step === 'elsewhere')
  beBusy(1)
  dying.open()
  await until(() => clock.waits() === 1)
  await clock.pass(60_000)
  await until(() => tab.runs.snapshot().step === 'ended')
  expect(countKinds(tab)).toEqual({ accepted: 50 })
})

test('where tabs cannot agree on who drives, what another one writes is shown and left alone', async () => {
  const { openTab, sent } = world(2)
  const early = openTab({ locks: null })
  const { opened, open } = gate()
  const other = openTab({ locks: null, holds: opened })
  early.runs.ask('stop', cvms(2))
  other.runs.ask('stop', cvms(2))
  const running = other.runs.start(nobody)
  await until(() => sent.length === 1)
  early.runs.close()
  const late = openTab({ locks: null })
  early.runs.ask('stop', cvms(2))
  void early.runs.start(nobody)
  open()
  await running
  for (const tab of [early, late]) await until(() => tab.runs.snapshot().step === 'ended')
  expect(sent).toHaveLength(1)
})

const recordOf = (store: ReturnType<typeof world>['store']) => store.keys('').map((key) => store.read(key))

test('where tabs cannot agree, a tab that comes late writes nothing into a live record, and follows once it is known to live', async () => {
  const { openTab, sent, store } = world(60)
  const { opened, open } = gate()
  const live = openTab({ locks: null, holds: opened })
  live.runs.ask('stop', cvms(60))
  const running = live.runs.start(nobody)
  await until(() => sent.length === 1)
  const kept = recordOf(store)
  const late = openTab({ locks: null })
  await until(() => late.runs.snapshot().step === 'ended')
  expect(late.runs.snapshot()).toMatchObject({ wasInterrupted: true, lookedAt: { startedAt: '2026-03-01T12:00:00.000Z' } })
  expect(recordOf(store)).toEqual(kept)
  open()
  await running
  await until(() => countKinds(late)['accepted'] === 60)
  expect(countKinds(live)).toEqual({ accepted: 60 })
  expect(sent.map((ids) => ids.length)).toEqual([50, 10])
  expect(late.runs.snapshot()).toMatchObject({ step: 'ended', wasInterrupted: false })
})

test('where tabs cannot agree, a look that a live tab’s next word overtakes ends, and its findings are not shown', async () => {
  const { openTab, sent } = world(60)
  const live = gate()
  const look = gate()
  const driving = openTab({ locks: null, holds: live.opened })
  driving.runs.ask('stop', cvms(60))
  const running = driving.runs.start(nobody)
  await until(() => sent.length === 1)
  const late = openTab({ locks: null, looksAfter: look.opened })
  await until(() => late.runs.snapshot().step === 'looking')
  const seen: string[] = []
  late.runs.subscribe(() => seen.push(late.runs.snapshot().step))
  live.open()
  await running
  await until(() => late.runs.snapshot().step === 'ended')
  look.open()
  await new Promise((resolve) => setImmediate(resolve))
  expect(seen).not.toContain('looking')
  expect(late.runs.snapshot()).toMatchObject({ step: 'ended', wasInterrupted: false })
  expect(countKinds(late)).toEqual({ accepted: 60 })
})

test.each(['close', 'again'] as const)('where tabs cannot agree, a person may still %s what a closed tab left open', async (act) => {
  const { openTab, sent, store } = world(60)
  const dying = openTab({ locks: null, dies: 'after-request', atRequest: 1 })
  dying.runs.ask('stop', cvms(60))
  void dying.runs.start(nobody)
  await until(dying.isClosed)
  const next = openTab({ locks: null })
  await until(() => next.runs.snapshot().step === 'ended')
  await next.runs[act]()
  if (act === 'close') expect(store.keys('')).toEqual([])
  else expect(countKinds(next)).toEqual({ accepted: 60 })
  expect(sent.map((ids) => ids.length)).toEqual(act === 'close' ? [50] : [50, 10])
})

test('that a run was interrupted is on record, until somebody tries again', async () => {
  const { openTab } = world(60)
  const dying = openTab({ dies: 'after-request', atRequest: 1 })
  dying.runs.ask('stop', cvms(60))
  void dying.runs.start(nobody)
  await until(dying.isClosed)
  const second = openTab()
  await until(() => second.runs.snapshot().step === 'ended')
  const third = openTab()
  await until(() => third.runs.snapshot().step === 'ended')
  expect(third.runs.snapshot()).toMatchObject({ wasInterrupted: true })
  await third.runs.again()
  const fourth = openTab()
  await until(() => fourth.runs.snapshot().step === 'ended')
  expect(fourth.runs.snapshot()).toMatchObject({ wasInterrupted: false })
})

test('who takes a question back is shown what another tab has begun meanwhile', async () => {
  const { openTab, sent } = world(4)
  const early = openTab()
  early.runs.ask('stop', cvms(4).slice(2))
  const { opened, open } = gate()
  const other = openTab({ holds: opened })
  other.runs.ask('stop', cvms(2))
  const running = other.runs.start(nobody)
  await until(() => sent.length === 1)
  early.runs.close()
  await until(() => early.runs.snapshot().step === 'elsewhere')
  open()
  await running
  await until(() => early.runs.snapshot().step === 'ended')
})

test.each(['stop', 'stop-outcome'] as const)(
  'what a newer version has on record as %s stays, and nothing is begun over it',
  async (kind) => {
    const { openTab, sent, store } = world(2)
    const first = openTab()
    first.runs.ask('stop', cvms(2))
    await first.runs.start(nobody)
    store.write(`${recordPrefix(kind, scope)}fleet`, '{"version":99,"value":{"of":"later"}}')
    const kept = recordOf(store)
    const { runs, dropped } = openTab()
    expect(dropped).toBe('newer')
    expect(runs.snapshot().step).toBe('none')
    runs.ask('stop', cvms(2))
    expect(await runs.start(nobody)).toBe(false)
    expect(runs.hasNewerRecord()).toBe(true)
    first.runs.close()
    await new Promise((resolve) => setImmediate(resolve))
    expect(recordOf(store)).toEqual(kept)
    expect(sent).toHaveLength(1)
  },
)
