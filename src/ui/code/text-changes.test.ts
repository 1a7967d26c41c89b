import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type LineChange, lineChanges } from './text-changes.ts'

function apply(before: string[], changes: LineChange[]): string[] {
  const after = [...before]
  for (const { from, to, lines } of changes.toReversed()) after.splice(from, to - from, ...lines)
  return after
}

test('a line that was added above leaves the lines below alone', () => {
  expect(lineChanges(['a', 'b', 'c'], ['a', 'new', 'b', 'c'])).toEqual([{ from: 1, to: 1, lines: ['new'] }])
})

test('two changes far apart are two changes', () => {
  expect(lineChanges(['a', 'x', 'b', 'c', 'y'], ['a', 'X', 'b', 'c', 'Y'])).toEqual([
    { from: 1, to: 2, lines: ['X'] },
    { from: 4, to: 5, lines: ['Y'] },
  ])
})

test('the changes lead to the other text, in order and without overlap, and there are none between equal texts', () => {
  const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd', '', 'e'), { maxLength: 12 })
  fc.assert(
    fc.property(lines, lines, (before, after) => {
      const changes = lineChanges(before, after)
      expect(apply(before, changes)).toEqual(after)
      for (const [at, { from }] of changes.entries()) expect(from).toBeGreaterThan(changes[at - 1]?.to ?? -1)
      expect(lineChanges(after, after)).toEqual([])
    }),
    { numRuns: 3_000 },
  )
})
