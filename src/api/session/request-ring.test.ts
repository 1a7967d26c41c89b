import { expect, test } from 'vitest'
import type { SeenRequest } from './page-session.ts'
import { createRequestRing } from './request-ring.ts'

const seen = (startedAt: number): SeenRequest => ({
  route: 'GET /api/v1/cvms/{cvm_id}',
  status: 200,
  requestId: null,
  correlationId: null,
  startedAt,
  durationMs: 5,
  serverDate: null,
})

test('the last requests are kept in their order, and no more of them than there is room for', () => {
  const ring = createRequestRing(3)
  for (const at of [1, 2, 3, 4, 5]) ring.add(seen(at))
  expect(ring.entries().map(({ startedAt }) => startedAt)).toEqual([3, 4, 5])
})

test('without a number there is room for forty', () => {
  const ring = createRequestRing()
  for (let at = 0; at < 100; at++) ring.add(seen(at))
  expect(ring.entries()).toHaveLength(40)
})

test('two rings know nothing of each other, and what was read of one stays as it was', () => {
  const [one, other] = [createRequestRing(), createRequestRing()]
  one.add(seen(1))
  const read = one.entries()
  one.add(seen(2))
  expect(read).toHaveLength(1)
  expect(other.entries()).toEqual([])
})
