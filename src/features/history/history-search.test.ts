import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as z from 'zod/mini'
import type { HistoryRow } from './history-reader.ts'
import { absent, filterHistory, historySearchSchema, spanOf, valuesIn } from './history-search.ts'

const row = (given: Partial<HistoryRow> = {}): HistoryRow => ({
  key: `cvm_1/${given.correlationId ?? 'op'}`,
  cvmId: 'cvm_1',
  cvmName: 'web-1',
  correlationId: 'op',
  type: 'restart',
  status: 'completed',
  triggeredBy: 'anna',
  startedAt: '2026-03-01T12:00:00.000Z',
  completedAt: null,
  durationMs: 1_000,
  errorMessage: null,
  composeHash: null,
  ...given,
})
const now = Date.parse('2026-03-01T13:00:00Z')

test.each([
  ['part of a name', { cvm: 'EB-' }, true],
  ['part of an id', { cvm: 'cvm_1' }, true],
  ['another CVM', { cvm: 'db' }, false],
  ['its kind', { type: 'restart' }, true],
  ['another kind', { type: 'resize' }, false],
  ['its actor', { by: 'anna' }, true],
  ['nobody', { by: absent }, false],
  ['its outcome', { outcome: 'completed' }, true],
  ['another outcome', { outcome: 'failed' }, false],
  ['the last day', { since: '24h' as const }, true],
  ['its day', { from: '2026-03-01', to: '2026-03-01' }, true],
  ['days before', { to: '2026-02-27' }, false],
  ['days after', { from: '2026-03-03' }, false],
])('a row is asked for by %s', (_, search, expected) => {
  expect(filterHistory([row()], search, now)).toHaveLength(expected ? 1 : 0)
})

test('what is not reported can be asked for, and passes every time filter but one', () => {
  const bare = row({ type: null, triggeredBy: null, startedAt: null })
  expect(filterHistory([bare], { type: absent, by: absent }, now)).toEqual([bare])
  expect(filterHistory([bare], { since: '90d' }, now)).toEqual([])
})

test('whatever stands in an address is read, and what makes no sense is no filter', () => {
  fc.assert(
    fc.property(fc.record({ since: fc.anything(), from: fc.anything(), to: fc.anything(), cvm: fc.anything() }), (address) => {
      const search = z.parse(historySearchSchema, address)
      expect(() => filterHistory([row()], search, now)).not.toThrow()
    }),
  )
  expect(z.parse(historySearchSchema, { cvm: 42, since: 'ever', from: '1 March' })).toEqual({ cvm: '42' })
  expect(spanOf({ from: '2026-02-31', to: '2026-99-99' }, now).to, 'a day that does not exist').toBeNull()
})

test('days are whole, also those on which a clock is set', () => {
  fc.assert(
    fc.property(fc.date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }), (at) => {
      const day = new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 10)
      const { from, to } = spanOf({ from: day, to: day }, now)
      expect(from! <= at.getTime() && at.getTime() < to!).toBe(true)
      expect(to! - from!).toBeGreaterThanOrEqual(23 * 3_600_000)
      expect(to! - from!).toBeLessThanOrEqual(25 * 3_600_000)
    }),
  )
})

test('there is as much to choose from as was read, in reading order', () => {
  const rows = [row({ triggeredBy: 'user10' }), row({ triggeredBy: null }), row({ triggeredBy: 'user2' }), row({ triggeredBy: 'user2' })]
  expect(valuesIn(rows, ({ triggeredBy }) => triggeredBy)).toEqual([absent, 'user2', 'user10'])
})
