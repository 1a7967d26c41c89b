// @vitest-environment jsdom
import { undo } from '@codemirror/commands'
import { EditorView } from '@codemirror/view'
import { act, cleanup, render } from '@testing-library/react'
import { createRef, type RefObject, useLayoutEffect, useSyncExternalStore } from 'react'
import { afterEach, describe, expect, test } from 'vitest'
import { createStore, type Store } from '@/lib/store.ts'
import { CodeEditorPane } from './CodeEditorPane.tsx'
import type { CodeEditorHandle } from './code-editor-props.ts'

afterEach(cleanup)

const view = () => {
  const root = document.querySelector('[data-code-editor]')!.shadowRoot!
  return EditorView.findFromDOM(root.querySelector<HTMLElement>('.cm-editor')!)!
}
const held = () => view().state.sliceDoc()
const type = (text: string, at = view().state.doc.length) =>
  act(() => view().dispatch({ changes: { from: at, insert: text }, selection: { anchor: at + text.length }, userEvent: 'input.type' }))
const undoOnce = () => {
  act(() => void undo(view()))
}

const pane = { label: 'Compose file', language: 'yaml', onHandover: () => {}, takeOver: () => null } as const

/** A page that holds the text, as a form does. */
function Page({ texts, editor }: { texts: Store<string>; editor: RefObject<CodeEditorHandle | null> }) {
  const text = useSyncExternalStore(texts.subscribe, texts.snapshot)
  return <CodeEditorPane {...pane} ref={editor} value={text} onChange={texts.set} />
}

function openPage(initial: string) {
  const editor = createRef<CodeEditorHandle>()
  const texts = createStore(initial)
  render(<Page texts={texts} editor={editor} />)
  return { editor: editor.current!, told: texts.snapshot, setFromOutside: (text: string) => act(() => texts.set(text)) }
}

test('undoing takes back what was typed, and leaves the lines of somebody else that came in after it', () => {
  const { setFromOutside, told } = openPage('one\ntwo\n')
  type('mine\n')
  setFromOutside('theirs\none\ntwo\nmine\n')
  undoOnce()
  expect(held()).toBe('theirs\none\ntwo\n')
  undoOnce()
  expect(held()).toBe('theirs\none\ntwo\n')
  expect(told()).toBe('theirs\none\ntwo\n')
})

test('a key that comes right after the editor stays as it was typed', () => {
  const texts = createStore('if true\nfi')
  const typeAtCaret = (text: string) => view().dispatch(view().state.replaceSelection(text), { userEvent: 'input.type' })
  function PageTypedIn() {
    const text = useSyncExternalStore(texts.subscribe, texts.snapshot)
    // What React does after the picture has not been done yet.
    useLayoutEffect(() => {
      view().dispatch({ selection: { anchor: texts.snapshot().length } })
      typeAtCaret('o')
    }, [])
    return <CodeEditorPane {...pane} value={text} onChange={texts.set} />
  }
  render(<PageTypedIn />)
  act(() => typeAtCaret('k'))
  expect([held(), texts.snapshot()]).toEqual(['if true\nfiok', 'if true\nfiok'])
  // Had it been taken away and put back meanwhile, it would be nobody's.
  undoOnce()
  undoOnce()
  expect(held()).toBe('if true\nfi')
})

test('a file that takes the place of the text can be undone by itself', () => {
  const { editor, told } = openPage('one\n')
  type('mine\n')
  act(() => editor.replace('services: {}\n'))
  expect([held(), told()]).toEqual(['services: {}\n', 'services: {}\n'])
  undoOnce()
  expect([held(), told()]).toEqual(['one\nmine\n', 'one\nmine\n'])
  undoOnce()
  expect(held()).toBe('one\n')
})

test.each([
  ['Windows', 'echo one\r\necho two\r\n', 'echo one\necho two\n'],
  ['mixed', 'echo one\r\necho two\n', 'echo one\necho two\n'],
  ['a file’s', 'echo one\necho two\n', 'echo one\r\necho three\r\n'],
])('%s line ends come back with an undo', (_, before, after) => {
  const { editor, told } = openPage(before)
  act(() => editor.replace(after))
  expect([held(), told()]).toEqual([after, after])
  undoOnce()
  expect([held(), told()]).toEqual([before, before])
})

test('another text from the page brings its line ends', () => {
  const { setFromOutside } = openPage('one\n')
  setFromOutside('one\r\ntwo\r\n')
  expect(held()).toBe('one\r\ntwo\r\n')
  type('x')
  expect(held()).toBe('one\r\ntwo\r\nx')
})

test('a page that is behind takes away nothing that was typed since', () => {
  const told: string[] = []
  const at = (value: string) => <CodeEditorPane {...pane} value={value} onChange={(text) => void told.push(text)} />
  const { rerender } = render(at(''))
  type('a')
  type('b')
  type('c')
  rerender(at('a'))
  expect(held()).toBe('abc')
  type('d')
  rerender(at('abc'))
  expect(held()).toBe('abcd')
  rerender(at('abcd'))
  expect([held(), told]).toEqual(['abcd', ['a', 'ab', 'abc', 'abcd']])
  // What was never told is the page's own wish.
  rerender(at('-'))
  expect(held()).toBe('-')
})

describe('Tab', () => {
  const content = () => view().contentDOM
  /** Whether the editor kept the key for itself. */
  const tab = (shiftKey = false) => {
    const event = new KeyboardEvent('keydown', { key: 'Tab', keyCode: 9, shiftKey, bubbles: true, cancelable: true })
    act(() => void content().dispatchEvent(event))
    return event.defaultPrevented
  }

  test('on its way through the page leaves the editor and its text alone, both ways', () => {
    openPage('one\n')
    expect([tab(), tab(true), held()]).toEqual([false, false, 'one\n'])
  })

  test('indents once somebody typed', () => {
    openPage('')
    type('one')
    expect([tab(), held()]).toEqual([true, '  one'])
  })

  test('indents once somebody clicked', () => {
    openPage('one')
    act(() => void content().dispatchEvent(new Event('pointerdown', { bubbles: true })))
    expect([tab(), held()]).toEqual([true, '  one'])
  })

  test('leaves again once the focus has been elsewhere', async () => {
    openPage('')
    type('one')
    const elsewhere = document.body.appendChild(document.createElement('button'))
    elsewhere.focus()
    await act(async () => void content().dispatchEvent(new FocusEvent('blur')))
    elsewhere.remove()
    expect([tab(), held()]).toEqual([false, 'one'])
  })
})
