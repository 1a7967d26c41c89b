import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatKib, lineCount, utf8Bytes } from './text-size.ts'

test('the bytes of a text are those of its encoding, whatever characters it holds', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'é', '漢', '😀', '\ud83d', '\ude00', '\n'), maxLength: 30 })
  fc.assert(
    fc.property(text, (drawn) => {
      expect(utf8Bytes(drawn)).toBe(new TextEncoder().encode(drawn).length)
    }),
    { numRuns: 500 },
  )
})

test.each([
  ['', 1],
  ['a', 1],
  ['a\n', 2],
  ['\n\n', 3],
  ['a\r\nb', 2],
])('%j has %i lines', (text, lines) => expect(lineCount(text)).toBe(lines))

test('a size carries its unit', () => {
  expect(formatKib(3175)).toBe('3.1 KiB')
  expect(formatKib(204_800)).toBe('200 KiB')
})
