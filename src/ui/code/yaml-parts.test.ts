import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openedBlock, yamlParts } from './yaml-parts.ts'

const read = (line: string) => yamlParts(line).map(({ from, to, part }) => `${part} ${line.slice(from, to)}`)

test.each([
  ['services:', ['key services', 'quiet :']],
  ['  image: nginx:1.27 # pinned', ['key image', 'quiet :', 'text nginx:1.27', 'quiet # pinned']],
  ['  - "80:80"', ['quiet -', 'text "80:80"']],
  ['  - name: a', ['quiet -', 'key name', 'quiet :', 'text a']],
  ["\"a key\" : 'it''s'", ['key "a key"', 'quiet :', "text 'it''s'"]],
  ['replicas: 3', ['key replicas', 'quiet :', 'literal 3']],
  ['tty: true', ['key tty', 'quiet :', 'literal true']],
  ['x: 1.2.3', ['key x', 'quiet :', 'text 1.2.3']],
  ['url: http://a/#b', ['key url', 'quiet :', 'text http://a/#b']],
  ['<<: *base', ['key <<', 'quiet :', 'literal *base']],
  ['x-a: &a !!str b', ['key x-a', 'quiet :', 'literal &a', 'literal !!str', 'text b']],
  [
    'command: ["sh", -c, {a: b}]',
    [
      'key command',
      'quiet :',
      'quiet [',
      'text "sh"',
      'quiet ,',
      'text -c',
      'quiet ,',
      'quiet {',
      'key a',
      'quiet :',
      'text b',
      'quiet }',
      'quiet ]',
    ],
  ],
  ['a: b, c', ['key a', 'quiet :', 'text b, c']],
  ['run: |-', ['key run', 'quiet :', 'quiet |-']],
  ['a: "\\" b" # c', ['key a', 'quiet :', 'text "\\" b"', 'quiet # c']],
  ['a: "left open', ['key a', 'quiet :', 'text "left open']],
  ['---', ['quiet ---']],
  ['--- # next', ['quiet ---', 'quiet # next']],
  ['%YAML 1.2', ['literal %YAML 1.2']],
  ['# all of it', ['quiet # all of it']],
  ['-5', ['literal -5']],
  ['', []],
  ['   ', []],
])('%j is coloured by what its parts are', (line, parts) => expect(read(line)).toEqual(parts))

test('whatever a line holds, its parts are in order, within it and apart, and nothing but blanks lies between them', () => {
  const line = fc.string({ unit: fc.constantFrom(...' ab0:-#"\'\\{}[],&*!|>%?.\t'), maxLength: 60 })
  fc.assert(
    fc.property(line, (text) => {
      let at = 0
      for (const { from, to } of yamlParts(text)) {
        expect(text.slice(at, from).trim()).toBe('')
        expect(to).toBeGreaterThan(from)
        at = to
      }
      expect(text.slice(at).trim()).toBe('')
    }),
    { numRuns: 2000 },
  )
})

test.each([
  ['command: |', 0],
  ['    run: >-  # why', 4],
  ['  - |', 2],
  ['  - run: |2', 4],
  ['  - - >', 4],
  ['a: b | c', null],
  ['# a |', null],
  ['a: "|', null],
  ['a: b', null],
  ['', null],
])('%j opens a block scalar beyond column %j', (line, column) => expect(openedBlock(line)).toBe(column))
