import { expect, test } from 'vitest'
import { nextLookMs } from './next-look.ts'

const failedAt = 1_000_000
const asked = (retryAfterSeconds: number | null) => ({
  error: Object.assign(new Error('no'), { retryAfterSeconds }),
  errorUpdatedAt: failedAt,
})

test('without a wish of the server a read is made again as usual', () => {
  expect(nextLookMs(2_000, { error: null, errorUpdatedAt: 0 }, failedAt)).toBe(2_000)
  expect(nextLookMs(2_000, asked(null), failedAt)).toBe(2_000)
  expect(nextLookMs(2_000, { error: new TypeError('ours'), errorUpdatedAt: failedAt }, failedAt)).toBe(2_000)
})

test('whoever is asked to wait an hour asks nothing for an hour, however often somebody looks', () => {
  expect(nextLookMs(2_000, asked(3_600), failedAt)).toBe(3_600_000)
  expect(nextLookMs(2_000, asked(3_600), failedAt + 3_000_000)).toBe(600_000)
  expect(nextLookMs(0, asked(3_600), failedAt + 3_599_000)).toBeGreaterThan(0)
  expect(nextLookMs(0, asked(3_600), failedAt + 3_600_000)).toBe(0)
})
