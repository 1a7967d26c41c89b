import { expect, test } from 'vitest'
import { localMinute, parseLocalMinute } from './local-minute.ts'

test('a time survives the way into the input and back, to the minute', () => {
  const at = new Date(2027, 0, 5, 9, 7)
  expect(localMinute(at)).toBe('2027-01-05T09:07')
  expect(parseLocalMinute(localMinute(at))).toEqual(at)
})

test.each(['', '2027-01-05', 'tomorrow', '2027-13-05T09:07'])('%j is no time', (text) => {
  expect(parseLocalMinute(text)).toBeNull()
})
