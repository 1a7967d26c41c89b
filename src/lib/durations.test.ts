import { expect, test } from 'vitest'
import { formatAge, formatDuration } from './durations.ts'

const now = new Date('2026-11-26T12:00:00Z')
const day = 86_400
test.each([
  [2, 'just now'],
  [90, '1 min ago'],
  [60 * day, '60 d ago'],
  [61 * day, '2 months ago'],
  [246 * day, '8 months ago'],
  [729 * day, '23 months ago'],
  [731 * day, '2 years ago'],
  [-14 * day, 'in 14 d'],
])('%i seconds ago is told as “%s”', (seconds, words) => {
  expect(formatAge(new Date(now.getTime() - seconds * 1000), now)).toBe(words)
})

test.each([
  [-3, '0 s'],
  [0.4, '0 s'],
  [0.5, '1 s'],
  [59, '59 s'],
  [59.6, '1 min'],
  [110, '1 min 50 s'],
  [3_600, '1 h'],
  [3_605, '1 h'],
  [11_100, '3 h 5 min'],
  [12 * day, '12 d'],
  [12 * day + 59, '12 d'],
  [day + 3_600, '1 d 1 h'],
])('%d seconds take “%s”', (seconds, words) => {
  expect(formatDuration(seconds)).toBe(words)
})
