import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Operation } from '@/api/schemas/operation.ts'
import { ownDurations, slownessWords } from './own-durations.ts'

const took = (seconds: number | null, more: Partial<Operation> = {}) =>
  ({ type: 'resize', status: 'completed', durationMs: seconds === null ? null : seconds * 1000, ...more }) as Operation

test('three that completed are enough, and the longest of them is the worst case', () => {
  expect(ownDurations([took(60), took(300), took(90)], 'resize')).toEqual({ count: 3, usual: 90, longest: 300 })
  expect(ownDurations([took(60), took(300), took(90), took(100)], 'resize')).toMatchObject({ usual: 95, longest: 300 })
})

test('fewer, of another kind, without an end or failed tell nothing', () => {
  const others = [took(1, { type: 'compose_update' }), took(2, { status: 'failed' }), took(null), took(3, { status: 'in_progress' })]
  expect(ownDurations([took(60), took(90), ...others], 'resize')).toEqual({ count: 2, usual: null, longest: null })
  expect(slownessWords({ count: 2, usual: null, longest: null }, 100_000)).toBeNull()
})

test.each([
  [100, null],
  [151, 'slower than usual (1 min 40 s)'],
  [301, 'longer than any of its last 4 (5 min at worst)'],
])('after %i s of what takes 100 and once took 300, it is %s', (elapsed, words) => {
  expect(slownessWords({ count: 4, usual: 100, longest: 300 }, elapsed)).toBe(words)
})

test('what is said never gets milder as time goes by', () => {
  const rank = (words: string | null) => (words === null ? 0 : words.startsWith('slower') ? 1 : 2)
  const seconds = fc.integer({ min: 1, max: 5_000 })
  fc.assert(
    fc.property(fc.array(seconds, { minLength: 3, maxLength: 9 }), seconds, seconds, (past, one, other) => {
      const durations = ownDurations(
        past.map((each) => took(each)),
        'resize',
      )
      expect(durations.longest).toBeGreaterThanOrEqual(durations.usual!)
      expect(rank(slownessWords(durations, Math.max(one, other)))).toBeGreaterThanOrEqual(
        rank(slownessWords(durations, Math.min(one, other))),
      )
    }),
  )
})
