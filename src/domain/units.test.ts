import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatAge, formatDuration } from '@/lib/durations.ts'
import { formatGb, formatKib, gbToMb, mbToGb } from './units.ts'

test('memory survives the way to MB and back', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 4096 }), (gb) => mbToGb(gbToMb(gb)) === gb))
  expect(gbToMb(8)).toBe(8192)
})

test.each([
  [0, '0 s'],
  [59, '59 s'],
  [110, '1 min 50 s'],
  [3600, '1 h'],
  [11_100, '3 h 5 min'],
  [1_036_800, '12 d'],
])('%i seconds read as "%s"', (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text)
})

test('an age says how long ago, and a future time how long until', () => {
  const now = new Date('2026-01-01T12:00:00Z')
  expect(formatAge('2026-01-01T11:58:00Z', now)).toBe('2 min ago')
  expect(formatAge('2026-01-15T12:00:00Z', now)).toBe('in 14 d')
  expect(formatAge('2026-01-01T11:59:58Z', now)).toBe('just now')
})

test('sizes carry their unit', () => {
  expect(formatGb(0.5)).toBe('0.5 GB')
  expect(formatKib(3175)).toBe('3.1 KiB')
})
