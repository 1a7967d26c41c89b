import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { YamlMistake } from './tokens.ts'
import { yamlDocuments, type YamlNode } from './tree.ts'

function plain(node: YamlNode): unknown {
  if (node.kind === 'alias') return plain(node.target)
  if (node.kind === 'list') return node.items.map(plain)
  if (node.kind === 'map') return Object.fromEntries(node.pairs.map(({ key, value }) => [String(plain(key)), plain(value)]))
  return node.text
}
const read = (text: string) => yamlDocuments(text).map(plain)
const mistakeOf = (text: string) => {
  try {
    return { read: read(text) }
  } catch (error) {
    return error instanceof YamlMistake ? `${error.at} ${error.reason}` : error
  }
}

function readsBack(written: string, wanted: unknown): boolean {
  try {
    return JSON.stringify(parse(written, { schema: 'failsafe' })) === JSON.stringify(wanted)
  } catch {
    return false // it does not always read what it writes
  }
}

test('what another YAML library writes is read as it was meant, in every style', { timeout: 60_000 }, () => {
  // Within brackets libyaml takes a colon at the start and a question mark before a blank for signs; the other library writes both in texts.
  const text = fc
    .string({ unit: fc.constantFrom(...'ab: -#,[]{}"\'|>&*!%@`\\?é \n$', '…') })
    .filter((drawn) => !drawn.startsWith(':') && !/\?(?:\s|$)/.test(drawn))
  const name = fc.string({ unit: fc.constantFrom(...'ab- #é'), minLength: 1 })
  const value = fc.letrec((tie) => ({
    any: fc.oneof({ maxDepth: 4 }, text, fc.array(tie('any'), { maxLength: 4 }), fc.dictionary(name, tie('any'), { maxKeys: 4 })),
  })).any
  const styles = fc.record({
    defaultStringType: fc.constantFrom(
      'PLAIN' as const,
      'QUOTE_DOUBLE' as const,
      'QUOTE_SINGLE' as const,
      'BLOCK_LITERAL' as const,
      'BLOCK_FOLDED' as const,
    ),
    collectionStyle: fc.constantFrom('any' as const, 'block' as const, 'flow' as const),
    indent: fc.integer({ min: 1, max: 6 }),
    indentSeq: fc.boolean(),
  })
  fc.assert(
    fc.property(value, styles, (inner, style) => {
      const wanted = { key: inner }
      const written = stringify(wanted, { schema: 'failsafe', aliasDuplicateObjects: false, ...style })
      fc.pre(readsBack(written, wanted))
      // A name without a value before a comma: to libyaml its colon is a part of the name.
      fc.pre(style.collectionStyle === 'block' || !/:[,\]}]/.test(written))
      expect(read(written)).toEqual([wanted])
    }),
    { numRuns: 400 },
  )
})

test.each([
  ['a: 1\nb:\n- x\n- y: z\n  w: v\n', [{ a: '1', b: ['x', { y: 'z', w: 'v' }] }]],
  ['a: &x {b: [c, d]}\ne: *x', [{ a: { b: ['c', 'd'] }, e: { b: ['c', 'd'] } }]],
  ['a: |\n  one\n   two\n\nb: >-\n  x\n  y\n\n  z\n', [{ a: 'one\n two\n', b: 'x y\nz' }]],
  ["a: \"x\\\n  y\"\nb: 'it''s\n\n  so'", [{ a: 'xy', b: "it's\nso" }]],
  ['? a\n: b\n? c\n', [{ a: 'b', c: '' }]],
  ['--- a\n--- b\n...\n--- c\n', ['a', 'b', 'c']],
  ['[a: b, {c, d: }]', [[{ a: 'b' }, { c: '', d: '' }]]],
  ['a: b # c\n# d\nurl: http://x:80/#y', [{ a: 'b', url: 'http://x:80/#y' }]],
  ['a: x\n   y\n\n   z\nb: 1', [{ a: 'x y\nz', b: '1' }]],
  ['\uFEFFa: 1\r\nb: 2\r\n', [{ a: '1', b: '2' }]],
])('%o', (text, wanted) => {
  expect(read(text)).toEqual(wanted)
})

test.each([
  ['a: [b\nc: d', '3 unclosed-flow'],
  ['a: "b\nc: d', '3 unclosed-quote'],
  ['a: b: c', '4 value-not-allowed'],
  ['a: b\n c: d', '7 value-not-allowed'],
  ['a: b\nc\nd: e', '5 missing-colon'],
  ['a:\n\tb: c', '3 tab-indent'],
  ['a: *x', '3 unknown-alias'],
  ['a: [*.example.com]', '4 alias-name'],
  ['a: @b', '3 odd-start'],
  ['a: "\\d"', '4 bad-escape'],
  ['a:\n  - b\n c: d', '10 expected-key'],
  ['a: &x [*x]', '7 cycle'],
  ['a: \u0000', '3 control-character'],
  ['a: - b', '3 list-not-allowed'],
  ['a: 1\n]', '5 expected-key'],
])('%o is a mistake where it stands', (text, wanted) => {
  expect(mistakeOf(text)).toBe(wanted)
})

test('whatever the text holds, it is read or refused', { timeout: 60_000 }, () => {
  const soup = fc.string({ unit: fc.constantFrom(...' \n\t:-?[]{},&*!|>\'"%@`#ab\\.'), maxLength: 60 })
  fc.assert(
    fc.property(soup, (text) => {
      const outcome = mistakeOf(text)
      expect(outcome).not.toBeInstanceOf(Error)
    }),
    { numRuns: 3000 },
  )
})
