import { expect, test } from 'vitest'
import { ApiError } from '@/api/api-error.ts'
import type { Fleet } from '@/api/fleet-query.ts'
import type { Operation } from '@/api/schemas/operation.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { sampleCvm } from '@/domain/testing/cvm.ts'
import { historyCsv, historyGaps, historyGapTexts, historyJson } from './history-export.ts'
import { createHistoryReader, operationsPerCvm } from './history-reader.ts'

const fleet = (count: number) => Array.from({ length: count }, (_, n) => sampleCvm({ id: `cvm_${n}`, name: `=name-${n}` }))
const listOf = (cvms: Cvm[], parts: Partial<Fleet> = {}): Fleet => ({ cvms, total: cvms.length, isPartial: false, unreadable: 0, ...parts })
const operation = (correlationId: string) =>
  ({
    correlationId,
    type: 'restart',
    status: 'completed',
    triggeredBy: 'anna',
    startedAt: '2026-03-01T12:00:00Z',
    completedAt: null,
    durationMs: 900,
    errorMessage: null,
    composeHash: null,
    targetState: null,
    events: [],
  }) satisfies Operation

/** Two operations for each CVM, older ones for every tenth, and none for those that are away. */
function reader(away = new Set<string>()) {
  const asked: string[] = []
  let now = 0
  const made = createHistoryReader({
    fetch: async (cvmId) => {
      asked.push(cvmId)
      if (away.has(cvmId)) throw new ApiError({ kind: 'not-permitted', status: 403, message: 'no', method: 'GET' })
      const hasOlder = Number(cvmId.slice(4)) % 10 === 0
      return { items: [operation('op-1'), operation('op-2')], next_cursor: hasOlder ? 'more' : null, unreadable: 0 }
    },
    clock: {
      now: () => new Date((now += 50)),
      wait: async () => {},
    },
  })
  return { ...made, asked, away }
}

test('operations of all CVMs become one list, a few requests at a time, and what is missing is known', async () => {
  const { read, snapshot, asked } = reader(new Set(['cvm_3']))
  const steps: (number | undefined)[] = []
  const made = reader(new Set(['cvm_3']))
  made.subscribe(() => steps.push(made.snapshot().progress?.done))
  await made.read(fleet(40))
  expect(steps.filter((done) => done !== undefined).length, 'progress is told on the way').toBeGreaterThan(2)
  await read(fleet(40))
  const history = snapshot()
  expect(asked).toHaveLength(40)
  expect(history.rows).toHaveLength(78)
  expect(new Set(history.rows.map(({ key }) => key)).size).toBe(78)
  const gaps = historyGaps(history, { fleet: listOf(fleet(40)), shown: 70 })
  expect(gaps).toMatchObject({ notRead: 0, failed: 1, withOlder: 4, hidden: 8 })
  expect(historyGapTexts(gaps)).toEqual(['The operations of 1 CVM could not be read.', '4 CVMs have older operations that were not read.'])
})

test('what was read is not read again unless somebody asks; what failed is', async () => {
  const { read, snapshot, asked, away } = reader(new Set(['cvm_1']))
  await read(fleet(3))
  away.clear()
  await read(fleet(5))
  expect(asked.slice(3).toSorted()).toEqual(['cvm_1', 'cvm_3', 'cvm_4'])
  expect(snapshot().rows).toHaveLength(10)
  expect(snapshot().failed.size).toBe(0)
  await read(fleet(5), { anew: true })
  expect(snapshot().rows).toHaveLength(10)
})

test('who stops keeps what was read and can go on', async () => {
  const { read, snapshot, stop, asked } = reader()
  const reading = read(fleet(100))
  stop()
  await reading
  expect(snapshot().progress).toBeNull()
  expect(asked.length).toBeLessThan(10)
  await read(fleet(100))
  expect(snapshot().read.size).toBe(100)
  expect(snapshot().rows).toHaveLength(200)
})

test('the more CVMs, the fewer operations of each, so that a page can hold them', () => {
  expect(operationsPerCvm(1)).toBe(100)
  expect(operationsPerCvm(10_000)).toBe(5)
  for (const count of [0, 1, 40, 399, 4_000]) expect(operationsPerCvm(count) * count).toBeLessThanOrEqual(20_000)
})

test('files hold each operation, no formula of anybody, and in JSON what is missing', async () => {
  const { read, snapshot } = reader()
  await read(fleet(2))
  const history = snapshot()
  const gaps = historyGaps(history, { fleet: listOf(fleet(5)), shown: 4 })
  expect(historyCsv(history.rows).split('\r\n')[1]).toMatch(/^"2026-03-01T12:00:00Z",,900,"cvm_0","'=name-0","restart","completed","anna",/)
  expect(JSON.parse(historyJson(history.rows, gaps))).toMatchObject({
    missing: {
      cvms_not_listed: 0,
      cvms_unreadable: 0,
      cvms_not_read: 3,
      cvms_failed: 0,
      cvms_with_older_operations: 1,
      unreadable_records: 0,
      hidden_by_filters: 0,
    },
    operations: [{ cvm_id: 'cvm_0', operation_type: 'restart' }, {}, {}, {}],
  })
})

test('what is missing is counted from the CVMs that there are now, not from those that were read once', async () => {
  const { read, snapshot } = reader(new Set(['cvm_2']))
  await read(fleet(4)) // 0, 1 and 3 are read, 2 fails
  const now = [...fleet(2), sampleCvm({ id: 'cvm_9' })] // 2 and 3 are gone, 9 is new
  const gaps = historyGaps(snapshot(), { fleet: listOf(now), shown: 6 })
  expect(gaps).toMatchObject({ notRead: 1, failed: 0, notListed: 0, unreadableCvms: 0 })
  expect(historyGapTexts(gaps)).toEqual(['1 CVM was not read yet.', '1 CVM has older operations that were not read.'])
})

test('CVMs that the list does not hold are missing too', async () => {
  const { read, snapshot } = reader()
  await read(fleet(3))
  const gapsOf = (parts: Partial<Fleet>) => historyGaps(snapshot(), { fleet: listOf(fleet(3), parts), shown: 6 })
  expect(gapsOf({ total: 4, unreadable: 1 })).toMatchObject({ notRead: 0, unreadableCvms: 1, notListed: 0 })
  expect(gapsOf({ total: 250, isPartial: true, unreadable: 1 })).toMatchObject({ unreadableCvms: 1, notListed: 246 })
  expect(gapsOf({ isPartial: true }).notListed, 'nobody knows how many').toBeNull()
  expect(historyGaps(snapshot(), { fleet: undefined, shown: 6 }).notListed).toBeNull()
  expect(historyGapTexts(gapsOf({ total: 250, isPartial: true, unreadable: 1 })).slice(0, 2)).toEqual([
    '246 CVMs are not in the list yet.',
    '1 CVM is in a form that this console does not know.',
  ])
})
