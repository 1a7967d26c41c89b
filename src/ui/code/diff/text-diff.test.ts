import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type DiffLine, foldSame, pairRows } from './diff-rows.ts'
import { diffTexts } from './text-diff.ts'

const textOf = (line: DiffLine) => (line.kind === 'same' ? line.text : line.parts.map(({ text }) => text).join(''))
const side = (lines: DiffLine[], without: 'added' | 'removed') => lines.filter(({ kind }) => kind !== without).map(textOf)

const textArbitrary = fc
  .array(fc.constantFrom('services:', '  web:', '    image: nginx', '    image: nginx:1', '', '\r', 'a b c'), { maxLength: 12 })
  .map((lines) => lines.join('\n'))

test('both texts can be read back from a difference, line by line', () => {
  fc.assert(
    fc.property(textArbitrary, textArbitrary, (before, after) => {
      const { lines } = diffTexts({ before, after })
      const linesOf = (text: string) => (text === '' ? [] : text.replace(/\n$/, '').split('\n'))
      expect(side(lines, 'added')).toEqual(linesOf(before))
      expect(side(lines, 'removed')).toEqual(linesOf(after))
    }),
  )
})

test('what did not change is not shown as changed, however many lines did', () => {
  const before = Array.from({ length: 4_000 }, (_, index) => `      SETTING_${index}: value`)
  const after = before.map((line, index) => (index % 2 ? line : line.replace('value', 'other')))
  expect(diffTexts({ before: before.join('\n'), after: after.join('\n') })).toMatchObject({ added: 2_000, removed: 2_000 })
})

test('lines that moved past each other count once, as removed and added', () => {
  expect(diffTexts({ before: 'a\nb\nc\nd\n', after: 'b\nc\nd\na\n' })).toMatchObject({ added: 1, removed: 1 })
})

test('a last line without its line end differs, since it is part of the hash', () => {
  expect(diffTexts({ before: 'a\nb\n', after: 'a\nb' })).toMatchObject({ added: 1, removed: 1 })
})

test('only the words that differ are marked in a line that was replaced', () => {
  const { lines } = diffTexts({ before: 'image: nginx:1.27', after: 'image: nginx:1.28' })
  const marked = lines.flatMap((line) => (line.kind === 'same' ? [] : line.parts.filter(({ isChanged }) => isChanged)))
  expect(marked.map(({ text }) => text).join(' ')).toMatch(/27.*28/)
  expect(marked.every(({ text }) => !text.includes('image'))).toBe(true)
})

test('a line end alone makes a line differ, since it is part of the hash', () => {
  expect(diffTexts({ before: 'a\r\nb\n', after: 'a\nb\n' })).toMatchObject({ added: 1, removed: 1 })
})

describe('folding', () => {
  const many = Array.from({ length: 40 }, (_, index) => `line ${index}`)
  const { lines } = diffTexts({ before: many.join('\n'), after: many.map((text, index) => (index === 20 ? 'other' : text)).join('\n') })

  test('keeps three lines around a change and counts what it hides', () => {
    const rows = foldSame(lines, 3, new Set())
    expect(rows.filter((row) => row.kind === 'gap').map((row) => row.lines)).toEqual([17, 16])
    expect(rows).toHaveLength(2 + 3 + 2 + 3)
  })

  test('an opened gap shows its lines', () => {
    const rows = foldSame(lines, 3, new Set([0]))
    expect(rows.filter((row) => row.kind === 'gap')).toHaveLength(1)
  })

  test('what replaces each other stands side by side', () => {
    const pair = pairRows(foldSame(lines, 3, new Set())).find((row) => !('gap' in row) && row.before?.kind === 'removed')
    expect(pair).toMatchObject({ before: { kind: 'removed', before: 21 }, after: { kind: 'added', after: 21 } })
  })
})
