import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createServerClock } from './server-clock.ts'

const at = (iso: string) => Date.parse(iso)
const answered = (startedAt: number, durationMs: number, serverNow: number, status = 200) => ({
  status,
  startedAt,
  durationMs,
  serverDate: new Date(serverNow).toUTCString(),
})

describe('the server’s clock', () => {
  test('is unknown before the first answer', () => {
    const clock = createServerClock()
    expect(clock.offset()).toBeNull()
    expect(clock.toServer(0)).toBeNull()
  })

  test.each([
    ['without a date', { status: 200, startedAt: 0, durationMs: 1, serverDate: null }],
    ['with a date that is none', { status: 200, startedAt: 0, durationMs: 1, serverDate: 'yesterday' }],
    ['of the gateway itself', answered(0, 1, at('2026-03-01T08:00:00Z'), 504)],
    ['that never came', { ...answered(0, 1, 0), status: 0 }],
  ])('an answer %s teaches nothing', (_which, answer) => {
    const clock = createServerClock()
    clock.learn(answer)
    expect(clock.offset()).toBeNull()
  })

  test('a computer that is six minutes fast is found out by one answer', () => {
    const clock = createServerClock()
    const local = at('2026-03-01T08:06:00Z')
    clock.learn(answered(local, 100, at('2026-03-01T08:00:00Z')))
    expect(clock.offset()).toEqual({ leastMs: -360_100, mostMs: -359_000 })
    expect(clock.toServer(local)).toEqual({ earliest: at('2026-03-01T07:59:59.900Z'), latest: at('2026-03-01T08:00:01Z') })
  })

  test('a clock that is set anew counts from its next answer on', () => {
    const clock = createServerClock()
    clock.learn(answered(1_000_000, 10, 1_000_000))
    clock.learn(answered(1_000_000, 10, 1_600_000))
    expect(clock.offset()).toEqual({ leastMs: 599_990, mostMs: 601_000 })
  })

  test('whatever the skew and however slow the way, the truth lies between least and most, and answers never widen them', () => {
    const minute = 60_000
    const way = fc.record({ after: fc.integer({ min: 1, max: 30_000 }), there: fc.nat(5_000), back: fc.nat(5_000) })
    fc.assert(
      fc.property(fc.integer({ min: -366 * 24 * 60, max: 366 * 24 * 60 }), fc.array(way, { minLength: 1 }), (skewMinutes, ways) => {
        const offset = skewMinutes * minute
        const clock = createServerClock()
        let local = at('2026-03-01T08:00:00.123Z')
        let width = Infinity
        for (const { after, there, back } of ways) {
          local += after
          clock.learn(answered(local, there + back, local + there + offset))
          const { leastMs, mostMs } = clock.offset()!
          expect(leastMs).toBeLessThanOrEqual(offset)
          expect(mostMs).toBeGreaterThanOrEqual(offset)
          expect(mostMs - leastMs).toBeLessThanOrEqual(width)
          width = mostMs - leastMs
        }
      }),
    )
  })
})
