import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatNumber } from './numbers.ts'

describe('a number', () => {
  test.each([
    [0, 0, '0'],
    [999, 0, '999'],
    [999.96, 1, '1,000'],
    [3.1005859375, 1, '3.1'],
    [1_000, 0, '1,000'],
    [0.125, 2, '0.13'],
    [0.5, 2, '0.5'],
    [1.5, 0, '2'],
  ] as const)('%s with at most %i digits after the point is "%s"', (value, digits, text) => expect(formatNumber(value, digits)).toBe(text))

  test('is written as a formatter for English writes it, also where none is made', () => {
    const numbers = fc.oneof(
      fc.nat(),
      fc.nat({ max: 99_999 }).map((value) => value / 100),
      fc.double({ noNaN: true, min: 0, max: 2_000 }),
    )
    fc.assert(
      fc.property(numbers, fc.constantFrom(0, 1, 2, 3), (value, digits) => {
        // Which way a half goes that a computer cannot hold exactly, such as 0.15, is nobody's concern.
        const distance = Math.abs(((value * 10 ** digits) % 1) - 0.5)
        fc.pre(distance > 1e-6)
        const english = new Intl.NumberFormat('en', { maximumFractionDigits: digits })
        expect(formatNumber(value, digits)).toBe(english.format(value))
      }),
    )
  })
})
