import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatGb, gbToMb, mbToGb } from './units.ts'

test('memory survives the way to MB and back', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 4096 }), (gb) => mbToGb(gbToMb(gb)) === gb))
  expect(gbToMb(8)).toBe(8192)
})

test('sizes carry their unit', () => {
  expect(formatGb(0.5)).toBe('0.5 GB')
})
