import fc from 'fast-check'
import { expect, test } from 'vitest'
import { abbreviateMarked, markChange } from './id-change.ts'

test('the part that differs is marked, between the parts that are the same', () => {
  expect(markChange('aaXXbb', 'aaYbb')).toEqual({
    old: { before: 'aa', changed: 'XX', after: 'bb' },
    new: { before: 'aa', changed: 'Y', after: 'bb' },
  })
  expect(markChange('aa', 'aaa')).toEqual({ old: { before: 'aa', changed: '', after: '' }, new: { before: 'aa', changed: 'a', after: '' } })
})

test('the parts together are the id, and a change of a single character is never hidden by shortening', () => {
  const hex = fc.array(fc.constantFrom(...'0123456789abcdef'), { minLength: 40, maxLength: 40 }).map((letters) => letters.join(''))
  fc.assert(
    fc.property(hex, fc.nat(39), (id, at) => {
      const other = `${id.slice(0, at)}z${id.slice(at + 1)}`
      const { old, new: now } = markChange(id, other)
      expect(old.before + old.changed + old.after).toBe(id)
      expect(now.before + now.changed + now.after).toBe(other)
      expect(abbreviateMarked(now).changed).toBe('z')
    }),
  )
})
