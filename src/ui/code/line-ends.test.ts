import { Text } from '@codemirror/state'
import { expect, test } from 'vitest'
import { isVeryLong, splitLines, splitLinesInSlices } from './line-ends.ts'

test.each(['\n', '\r\n'])('a text made in slices has the lines of one made at once, wherever slices end: %j', async (end) => {
  for (const lines of [1, 2, 19_999, 20_000, 20_001, 40_000, 40_001, 60_003]) {
    const text = Array.from({ length: lines }, (_, index) => (index % 3 === 0 ? '' : `line ${index}`)).join(end)
    // oxlint-disable-next-line no-await-in-loop -- one text after the other
    const made = await splitLinesInSlices(text)
    expect(made.lines).toBe(lines)
    expect(made.eq(splitLines(text))).toBe(true)
  }
})

test('a text that mixes its line ends is made like any other', async () => {
  const text = 'a\r\nb\rc\n'.repeat(30_000)
  expect((await splitLinesInSlices(text)).eq(Text.of(text.split('\n')))).toBe(true)
})

test('only what has very many lines is made in slices', () => {
  expect([isVeryLong(''), isVeryLong('a'.repeat(200_000)), isVeryLong('\n'.repeat(19_999)), isVeryLong('\n'.repeat(20_000))]).toEqual([
    false,
    false,
    false,
    true,
  ])
})
