import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mergedText, mergeTexts, openPieces } from './merge-text.ts'

const before = 'services:\n  web:\n    image: web:1\n    restart: always\n  db:\n    image: db:1\n'
const merge = (mine: string, theirs: string, from = before) => mergeTexts({ before: from, mine, theirs })

test('lines that only one side changed are taken from that side', () => {
  const mine = before.replace('web:1', 'web:2')
  const theirs = `${before.replace('db:1', 'db:2')}  cache:\n    image: cache:1\n`
  const pieces = merge(mine, theirs)
  expect(openPieces(pieces)).toEqual([])
  expect(mergedText(pieces)).toBe(theirs.replace('web:1', 'web:2'))
})

test('a line that was deleted on one side and left alone on the other is gone', () => {
  expect(mergedText(merge(before.replace('web:1', 'web:2'), before.replace('    image: db:1\n', '')))).toBe(
    before.replace('web:1', 'web:2').replace('    image: db:1\n', ''),
  )
})

test('the same change on both sides is one change', () => {
  const both = before.replace('web:1', 'web:2')
  expect(mergedText(merge(both, both))).toBe(both)
})

test('one line changed on both sides is open until it is decided', () => {
  const pieces = merge(before.replace('web:1', 'web:2'), before.replace('web:1', 'web:3'))
  const [piece, ...more] = openPieces(pieces)
  expect(more).toEqual([])
  expect(piece).toMatchObject({ before: ['    image: web:1\n'], mine: ['    image: web:2\n'], theirs: ['    image: web:3\n'] })
  expect(mergedText(pieces)).toBe(null)
  const decided = (choice: 'mine' | 'theirs' | 'both') => mergedText(pieces, new Map([[piece!.id, choice]]))
  expect(decided('mine')).toBe(before.replace('web:1', 'web:2'))
  expect(decided('theirs')).toBe(before.replace('web:1', 'web:3'))
  expect(decided('both')).toBe(before.replace('web:1', 'web:2\n    image: web:3'))
})

test('changes that touch are open, although they are of different lines', () => {
  const pieces = merge(before.replace('web:1', 'web:2'), before.replace('always', 'no'))
  expect(openPieces(pieces)).toHaveLength(1)
})

test('a decision holds while other lines move', () => {
  const [piece] = openPieces(merge(before.replace('web:1', 'web:2'), before.replace('web:1', 'web:3')))
  const later = merge(before.replace('web:1', 'web:2'), `x: 1\n${before.replace('web:1', 'web:3').replace('db:1', 'db:9')}`)
  expect(openPieces(later).map(({ id }) => id)).toContain(piece!.id)
})

test('the same piece twice is decided twice', () => {
  const pieces = merge('a\nm\nb\nc\nd\nm\ne\n', 'a\nt\nb\nc\nd\nt\ne\n', 'a\no\nb\nc\nd\no\ne\n')
  expect(new Set(openPieces(pieces).map(({ id }) => id)).size).toBe(2)
})

test('two lines never become one where a last line had no line end', () => {
  const pieces = merge('a\nmine', 'a\ntheirs', 'a\nb')
  const [piece] = openPieces(pieces)
  expect(mergedText(pieces, new Map([[piece!.id, 'both']]))).toBe('a\nmine\ntheirs')
  const windows = merge('a\r\nmine', 'a\r\ntheirs', 'a\r\nb')
  expect(mergedText(windows, new Map([[openPieces(windows)[0]!.id, 'both']]))).toBe('a\r\nmine\r\ntheirs')
})

// Aligned line by line it would be ten thousand million steps.
test('two texts of the largest size with one line over and over are answered', () => {
  const many = 'a\n'.repeat(100_000)
  const pieces = merge(`x\n${many}y\n`, `z\n${many}a\nw\n`, `o\n${many}a\na\np\n`)
  expect(mergedText(pieces, new Map(), 'mine')).toBe(`x\n${many}y\n`)
})

const line = fc.constantFrom('a', 'b', 'c', '  d: 1', '', '# e\r', '__proto__')
const text = fc.tuple(fc.array(line, { maxLength: 14 }), fc.boolean()).map(([lines, ends]) => lines.join('\n') + (ends ? '\n' : ''))

test('whoever changed nothing gets the other side', () => {
  fc.assert(
    fc.property(text, text, (from, changed) => {
      expect(mergedText(merge(from, changed, from))).toBe(changed)
      expect(mergedText(merge(changed, from, from))).toBe(changed)
      expect(mergedText(merge(changed, changed, from))).toBe(changed)
    }),
    { numRuns: 3_000 },
  )
})

test('no line is invented, and who is called mine makes no difference to what is open', () => {
  fc.assert(
    fc.property(text, text, text, (from, mine, theirs) => {
      const pieces = merge(mine, theirs, from)
      const open = openPieces(pieces)
      // A line that stood last may get a line end.
      const linesIn = (one: string) => one.split('\n').flatMap((each) => each.replace(/\r$/, '') || [])
      const known = new Set([from, mine, theirs].flatMap(linesIn))
      for (const choice of ['mine', 'theirs', 'both'] as const) {
        const merged = mergedText(pieces, new Map(open.map(({ id }) => [id, choice])))
        expect(merged).not.toBe(null)
        expect(linesIn(merged!).every((one) => known.has(one))).toBe(true)
      }
      // Mirrored, the same is open.
      const mirrored = openPieces(merge(theirs, mine, from))
      expect(mirrored.map((piece) => [piece.mine, piece.theirs])).toEqual(open.map((piece) => [piece.theirs, piece.mine]))
      expect(mergedText(pieces) === null).toBe(open.length > 0)
    }),
    { numRuns: 5_000 },
  )
})

test('a change at one end and one at the other end always merge', () => {
  const middle = fc.array(line, { minLength: 3, maxLength: 10 })
  fc.assert(
    fc.property(middle, text, text, (lines, first, last) => {
      const around = `MARK1\n${lines.join('\n')}\nMARK2\n`
      const pieces = merge(`${first}\n${around}`, `${around}${last}`, around)
      expect(mergedText(pieces)).toBe(`${first}\n${around}${last}`)
    }),
    { numRuns: 2_000 },
  )
})
