// @vitest-environment jsdom
import { insertNewlineAndIndent, toggleComment } from '@codemirror/commands'
import { indentUnit } from '@codemirror/language'
import { EditorState } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { afterEach, expect, test } from 'vitest'
import { yamlSupport } from './yaml-support.ts'

let view: EditorView | undefined
afterEach(() => view?.destroy())

function open(doc: string) {
  view = new EditorView({
    parent: document.body,
    state: EditorState.create({ doc, selection: { anchor: doc.length }, extensions: [yamlSupport, indentUnit.of('  ')] }),
  })
  return view
}

const coloured = () => [...document.querySelectorAll('[class^=cm-yaml]')].map(({ className, textContent }) => `${className} ${textContent}`)

test('a block scalar is text until its indentation ends, whatever it looks like', () => {
  open('run: |\n  a: b # c\n\n    - d\nnext: 1\n')
  expect(coloured()).toEqual([
    'cm-yaml-key run',
    'cm-yaml-quiet :',
    'cm-yaml-quiet |',
    'cm-yaml-text   a: b # c',
    'cm-yaml-text     - d',
    'cm-yaml-key next',
    'cm-yaml-quiet :',
    'cm-yaml-literal 1',
  ])
})

test('a list’s item ends the block scalar of its first key where its second begins', () => {
  open('- run: |\n    a: b\n  name: c\n')
  expect(coloured().slice(4)).toEqual(['cm-yaml-text     a: b', 'cm-yaml-key name', 'cm-yaml-quiet :', 'cm-yaml-text c'])
})

test('colours follow what is typed', () => {
  const typed = open('a')
  expect(coloured()).toEqual(['cm-yaml-text a'])
  typed.dispatch({ changes: { from: 1, insert: ': 1' } })
  expect(coloured()).toEqual(['cm-yaml-key a', 'cm-yaml-quiet :', 'cm-yaml-literal 1'])
})

test('a line that nobody reads has no colours', () => {
  open(`a: [${'b,'.repeat(2000)}]\nc: d\n`)
  expect(coloured()).toEqual(['cm-yaml-key c', 'cm-yaml-quiet :', 'cm-yaml-text d'])
})

test.each([
  ['services:', 'services:\n'],
  ['  image: a', '  image: a\n  '],
  ['  - name: a', '  - name: a\n    '],
  ['  - a', '  - a\n  '],
  ['run: |', 'run: |\n  '],
  ['  - run: >-', '  - run: >-\n      '],
  ['a: {', 'a: {\n  '],
  ['   ', '\n   '],
])('after %j a new line begins where it belongs', (before, after) => {
  const typed = open(before)
  insertNewlineAndIndent(typed)
  expect(typed.state.sliceDoc()).toBe(after)
})

test('a line can be made a comment', () => {
  const typed = open('image: a')
  toggleComment(typed)
  expect(typed.state.sliceDoc()).toBe('# image: a')
})
