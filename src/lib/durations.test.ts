import { expect, test } from 'vitest'
import { formatAge } from './durations.ts'

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
