import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isAsPlanned, isPlanTooOld, planRows, chunksOf, whatToWrite, writeSentence, type PlanRow } from './refresh-plan.ts'

const row = (id: string, changes: Partial<PlanRow> = {}): PlanRow => ({
  id,
  name: null,
  status: 'updated',
  oldInstanceId: null,
  newInstanceId: `new-${id}`,
  source: 'gateway',
  verifiedWithGateway: true,
  reason: null,
  ...changes,
})
const options = { runningOnly: true, missingOnly: false, allowOverwrite: true, chunkSize: 2 }

test('the sentence on the button counts ids, requests and what is left out', () => {
  const rows = [
    row('a'),
    row('b'),
    row('c'),
    row('d', { status: 'conflict', oldInstanceId: 'x' }),
    row('e', { status: 'conflict', oldInstanceId: 'y' }),
  ]
  expect(writeSentence(whatToWrite({ rows, options }, new Set()))).toBe('Write 3 instance IDs in 2 requests; 2 conflicts left out')
  expect(writeSentence(whatToWrite({ rows, options }, new Set(['d'])))).toBe(
    'Write 4 instance IDs in 3 requests, 1 of them over another ID; 1 conflict left out',
  )
})

test('a ticked conflict goes in a request of its own kind, and a tick on anything else does nothing', () => {
  const rows = [
    row('a'),
    row('b', { status: 'conflict' }),
    row('c', { status: 'skipped' }),
    row('d', { status: 'conflict', newInstanceId: null }),
  ]
  expect(whatToWrite({ rows, options }, new Set(['a', 'b', 'c', 'd', 'nobody'])).requests).toEqual([
    { ids: ['a'], overwrite: false },
    { ids: ['b'], overwrite: true },
  ])
})

test('no conflict is overwritten by a plan that does not allow it', () => {
  const rows = [row('b', { status: 'conflict' })]
  expect(whatToWrite({ rows, options: { ...options, allowOverwrite: false } }, new Set(['b'])).requests).toEqual([])
})

test('an id without a row in the answer is an error, and rows nobody asked for are dropped', () => {
  const item = {
    identifier: 'b',
    status: 'updated',
    oldInstanceId: null,
    newInstanceId: 'n',
    source: 'gateway',
    verifiedWithGateway: true,
    reason: null,
  } as const
  const rows = planRows(['a', 'b'], [item, { ...item, identifier: 'z' }], (id) => `name-${id}`)
  expect(rows.map(({ id, status, name }) => [id, status, name])).toEqual([
    ['a', 'error', 'name-a'],
    ['b', 'updated', 'name-b'],
  ])
})

test('a row is as planned only while everything that was shown is the same', () => {
  const planned = row('a')
  const same = {
    identifier: 'a',
    status: 'updated',
    oldInstanceId: null,
    newInstanceId: 'new-a',
    source: 'gateway',
    verifiedWithGateway: true,
    reason: 'other words',
  } as const
  expect(isAsPlanned(planned, same)).toBe(true)
  expect(isAsPlanned(planned, undefined)).toBe(false)
  for (const change of [
    { status: 'skipped' },
    { oldInstanceId: 'x' },
    { newInstanceId: 'x' },
    { source: 'teepod_info' },
    { verifiedWithGateway: false },
  ] as const) {
    expect(isAsPlanned(planned, { ...same, ...change })).toBe(false)
  }
})

test('chunks hold everything once and in order, none is empty or too long', () => {
  fc.assert(
    fc.property(fc.array(fc.nat()), fc.integer({ min: 1, max: 500 }), (items, size) => {
      const chunks = chunksOf(items, size)
      expect(chunks.flat()).toEqual(items)
      expect(chunks.every((chunk) => chunk.length > 0 && chunk.length <= size)).toBe(true)
    }),
  )
  for (const size of [0, 501, 1.5, Number.NaN]) expect(() => chunksOf([1], size)).toThrow(RangeError)
})

test('a plan older than a day is not applied', () => {
  const createdAt = '2026-03-01T12:00:00.000Z'
  expect(isPlanTooOld({ createdAt }, new Date('2026-03-02T11:59:00Z'))).toBe(false)
  expect(isPlanTooOld({ createdAt }, new Date('2026-03-02T12:01:00Z'))).toBe(true)
})
