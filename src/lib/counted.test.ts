import { describe, expect, test } from 'vitest'
import { counted, countedOf } from './counted.ts'

describe('a count', () => {
  test.each([
    [0, '0 CVMs'],
    [1, '1 CVM'],
    [2, '2 CVMs'],
    [10_000, '10,000 CVMs'],
  ])('of %i is "%s"', (count, words) => expect(counted(count, 'CVM')).toBe(words))

  test('takes a plural that is not made with an s', () => {
    expect(counted(1, 'entry', 'entries')).toBe('1 entry')
    expect(counted(3, 'entry', 'entries')).toBe('3 entries')
  })

  test('of a part goes with the whole', () => {
    expect(countedOf(1, 1, 'CVM')).toBe('1 of 1 CVM')
    expect(countedOf(500, 10_000, 'CVM')).toBe('500 of 10,000 CVMs')
  })
})
