import fc from 'fast-check'
import { expect, test } from 'vitest'
import { comparePasted, parseEnvText } from './env-text.ts'

const read = (text: string) => parseEnvText(text).entries.map(({ key, value }) => [key, value])

test.each([
  ['a plain value', 'A=1', [['A', '1']]],
  ['spaces around it', '  A =  one two  ', [['A', 'one two']]],
  ['an empty value', 'A=', [['A', '']]],
  ['an equals sign inside', 'URL=postgres://u:p@h/d?x=1', [['URL', 'postgres://u:p@h/d?x=1']]],
  ['export, comments and blank lines', '# head\n\nexport A=1 # tail\n', [['A', '1']]],
  ['a hash sign that belongs to the value', 'A=a#b', [['A', 'a#b']]],
  ['double quotes with escapes', 'A="l1\\nl2 \\"q\\" #1"', [['A', 'l1\nl2 "q" #1']]],
  ['single quotes without escapes', "A='l1\\nl2'", [['A', 'l1\\nl2']]],
  [
    'a value over several lines',
    'A="one\ntwo"\nB=2',
    [
      ['A', 'one\ntwo'],
      ['B', '2'],
    ],
  ],
  [
    'Windows line ends and a byte order mark',
    '\uFEFFA=1\r\nB=2\r\n',
    [
      ['A', '1'],
      ['B', '2'],
    ],
  ],
])('%s', (_what, text, entries) => {
  expect(read(text)).toEqual(entries)
})

test('a line that cannot be read is named by number, without its text, and hides no other line', () => {
  const { entries, problems } = parseEnvText('A=1\n1BAD=x\njust words\nB="canary-7\nC=3')
  expect(entries.map(({ key }) => key)).toEqual(['A', 'C'])
  expect(problems.map(({ line }) => line)).toEqual([2, 3, 4])
  expect(JSON.stringify(problems)).not.toContain('canary-7')
})

test('what is written with quotes and escapes is read back', () => {
  const name = fc.stringMatching(/^[A-Z_][A-Z0-9_]{0,8}$/)
  fc.assert(
    fc.property(fc.array(fc.tuple(name, fc.string())), (pairs) => {
      const text = pairs.map(([key, value]) => `${key}=${JSON.stringify(value).replace(/\\(?![nrt"\\])/g, '\\')}`).join('\n')
      fc.pre(!/\\[ubf]/.test(text))
      expect(read(text)).toEqual(pairs)
    }),
  )
})

test('accepting a paste is shown as add, replace or same, and a repeated name once', () => {
  const present = [
    { key: 'A', value: '1' },
    { key: 'B', value: '2' },
  ]
  const { changes, repeated } = comparePasted(present, [
    { key: 'A', value: '1' },
    { key: 'B', value: 'x' },
    { key: 'C', value: '3' },
    { key: 'C', value: '4' },
  ])
  expect(changes).toEqual([
    { key: 'A', value: '1', does: 'same' },
    { key: 'B', value: 'x', does: 'replace' },
    { key: 'C', value: '4', does: 'add' },
  ])
  expect(repeated).toEqual(['C'])
})
