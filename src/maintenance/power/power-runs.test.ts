import { expect, test, vi } from 'vitest'
import type { CvmStatus } from '@/api/schemas/cvm-status.ts'
import { createTextStore, type TextStore } from '@/lib/storage.ts'
import type { Lease } from '@/runs/lease.ts'
import { recordPrefix } from '@/runs/records.ts'
import { testScope } from '@/runs/testing/session.tsx'
import type { PowerAction } from './power-action.ts'
import { powerJournal } from './power-journal.ts'
import { createPowerRuns } from './power-runs.ts'

const scope = testScope('w1', 'test')
const cvms = (count: number) => Array.from({ length: count }, (_, n) => ({ id: `cvm_${n}`, name: `name-${n}`, vmUuid: `vm_${n}` }))

/** A server on which CVMs run until they are stopped, and tabs that share one storage and one lock. */
function world(count: number) {
  const status = new Map(cvms(count).map(({ vmUuid }) => [vmUuid, 'running']))
  const sent: string[][] = []
  const begun = new Set<`${PowerAction} ${string}`>()
  const store = createTextStore(null, null)
  let holder: object | null = null

  const openTab = (
    options: { dies?: 'before-request' | 'after-request'; atRequest?: number; holds?: Promise<void>; asksFirst?: boolean } = {},
  ) => {
    let isClosed = false
    const never = new Promise<never>(() => {})
    const self = {}
    const lease: Lease = {
      isHeld: () => holder === self,
      take: async () => {
        if (holder === null && !isClosed) holder = self
        return holder === self
      },
      takeWhenFree: () => {},
      release: () => {
        if (holder === self) holder = null
      },
    }
    const die = () => {
      isClosed = true
      holder = null
      return never
    }
    const own: TextStore = {
      ...store,
      write: (key, text) => !isClosed && store.write(key, text),
    }
    const runs = createPowerRuns({
      send: async (id, action) => {
        if (isClosed) return never
        if (options.dies === 'before-request' && sent.length + 1 === options.atRequest) return die()
        sent.push([id])
        begun.add(`${action} ${id}`)
        if (options.dies === 'after-request' && sent.length === options.atRequest) return die()
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
        if (isClosed) return never
        return Object.fromEntries(
          uuids.flatMap((uuid) =>
            status.has(uuid)
              ? [[uuid, { vmUuid: uuid, status: status.get(uuid), inProgress: false, operationType: null } as CvmStatus]]
              : [],
          ),
        )
      },
      store: own,
      lease: () => lease,
      clock: { now: () => new Date('2026-03-01T12:00:00Z'), wait: async () => {} },
    })
    if (options.asksFirst) runs.ask('stop', cvms(count))
    const isReadable = runs.open(scope, () => {})
    return { runs, isReadable, isClosed: () => isClosed, die }
  }
  return { status, sent, store, openTab }
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
  const { runs } = openTab() // a store in memory survives no reload
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
