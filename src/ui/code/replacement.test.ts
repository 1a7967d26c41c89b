import { EditorState } from '@codemirror/state'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lineEnds } from './line-ends.ts'
import { replacement, resultingText } from './replacement.ts'

const replaced = (before: string, after: string) => {
  const transaction = EditorState.create({ doc: before, extensions: lineEnds(before) }).update(
    replacement(EditorState.create({ doc: before, extensions: lineEnds(before) }), after),
  )
  const changes: [number, number, number][] = []
  transaction.changes.iterChanges((from, to, fromNow, toNow) => changes.push([from, to, toNow - fromNow]))
  return { transaction, changes }
}

const long = Array.from({ length: 12_000 }, (_, index) => `line ${index}`)
const startOf = (line: number) => long.slice(0, line).join('\n').length + (line > 0 ? 1 : 0)

test('very long texts keep the lines above and below what differs', () => {
  const { changes } = replaced(long.join('\n'), long.with(10, 'x').with(5000, 'y').join('\n'))
  expect(changes.map(([from, to]) => [from, to])).toEqual([[startOf(10), startOf(5001)]])
})

test('a line that is added to or taken from lines that are all the same moves nothing else', () => {
  const same = (lines: number) => 'same\n'.repeat(lines)
  expect(replaced(same(12_000), same(12_001)).changes).toEqual([[60_000, 60_000, 5]])
  expect(replaced(same(12_001), same(12_000)).changes).toEqual([[60_000, 60_005, 0]])
  expect(replaced(same(12_000), same(12_000)).changes).toEqual([])
})

test('whatever takes the place of whatever is held afterwards, with its line ends, and is told as it is', () => {
  const line = fc.constantFrom('a', 'b', '', 'a: b', ' ', '\r', 'é')
  const small = fc.tuple(fc.array(line, { maxLength: 8 }), fc.constantFrom('\n', '\r\n')).map(([lines, end]) => lines.join(end))
  const edited = fc
    .tuple(fc.nat(long.length - 1), fc.nat(20), fc.array(line, { maxLength: 5 }))
    .map(([at, without, lines]) => long.toSpliced(at, without, ...lines).join('\n'))
  for (const [texts, numRuns] of [
    [small, 2_000],
    [fc.oneof(edited, small), 60],
  ] as const)
    fc.assert(
      fc.property(texts, texts, (before, after) => {
        const { transaction } = replaced(before, after)
        expect(transaction.state.sliceDoc() === after).toBe(true)
        expect(transaction.annotation(resultingText) === after).toBe(true)
      }),
      { numRuns },
    )
})
