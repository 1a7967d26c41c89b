import fc from 'fast-check'
import { expect, test } from 'vitest'
import { restMs } from './pace.ts'

test('what the server asks for is obeyed, however long it is', () => {
  fc.assert(
    fc.property(fc.nat(100_000), fc.nat(50), (seconds, tries) => {
      expect(restMs(seconds, tries)).toBe(seconds * 1000)
    }),
  )
})

test('else each try waits about twice as long as the one before, and never much longer than a minute', () => {
  const middle = (tries: number) => restMs(null, tries, () => 0.5)
  for (let tries = 0; tries < 6; tries++) expect(middle(tries + 1)).toBe(2 * middle(tries))
  fc.assert(
    fc.property(fc.nat(1_000), fc.double({ min: 0, max: 0.999, noNaN: true }), (tries, drawn) => {
      const ms = restMs(null, tries, () => drawn)
      expect(ms).toBeGreaterThan(0)
      expect(ms).toBeLessThanOrEqual(75_000)
    }),
  )
})
