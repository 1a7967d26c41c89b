import { EditorView } from '@codemirror/view'

const mono = 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", "DejaVu Sans Mono", monospace'

/** Colours of a text's parts. Not the roles of the page: those mean something, and a key in a file means none of it. */
const part = {
  key: 'light-dark(#1c4b87, #94c4f7)',
  text: 'light-dark(#3b5b1d, #c3d9a4)',
  literal: 'light-dark(#8a3d0c, #f2b98a)',
  quiet: 'var(--muted)',
}

/** The look of code in both themes. */
export const codeTheme = EditorView.theme({
  '&': { height: '100%', fontSize: '0.75rem', color: 'var(--text)', backgroundColor: 'inherit' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { backgroundColor: 'inherit', fontFamily: mono, lineHeight: '20px', overflow: 'auto' },
  '.cm-content': { padding: '8px 0', caretColor: 'var(--text)' },
  '.cm-line': { padding: '0 12px 0 8px' },
  // A long line that is scrolled goes under its number.
  '.cm-gutters': { backgroundColor: 'inherit', color: 'var(--muted)', border: 'none', paddingLeft: '4px' },
  '.cm-lineNumbers .cm-gutterElement': { minWidth: '36px', padding: '0 8px 0 8px' },
  // Out of sight nothing is measured, and line numbers would stand closer than the lines.
  '.cm-gutterElement:not(:first-child)': { minHeight: '20px' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'transparent' },
  '&.cm-focused .cm-activeLine, &.cm-focused .cm-activeLineGutter': { backgroundColor: 'var(--hover)' },
  '.cm-cursor, .cm-dropCursor': { borderLeftColor: 'var(--text)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'light-dark(#cfd4ff, #3a3f7d)',
  },
  '.cm-panels': { backgroundColor: 'var(--sunken)', color: 'var(--text)' },
  '.cm-panels.cm-panels-top': { borderBottom: '1px solid var(--line)' },
  '.cm-panel.cm-search': { padding: '6px 36px 6px 8px' },
  '.cm-panel.cm-search :is(input, button, label)': { margin: '2px 6px 2px 0', fontSize: '12px' },
  '.cm-panel.cm-search [name=close]': { top: '4px', right: '6px', width: '28px', height: '28px', fontSize: '18px' },
  '.cm-textfield, .cm-button': {
    border: '1px solid var(--edge)',
    borderRadius: '6px',
    background: 'var(--raised)',
    color: 'var(--text)',
    padding: '3px 8px',
  },
  '.cm-button:hover': { background: 'var(--hover)' },
  '.cm-searchMatch': { backgroundColor: 'var(--caution-soft)', outline: '1px solid var(--caution)' },
  '.cm-searchMatch-selected': { backgroundColor: 'light-dark(#ffd98a, #543900)' },
  '.cm-yaml-key': { color: part.key },
  '.cm-yaml-text': { color: part.text },
  '.cm-yaml-literal': { color: part.literal },
  '.cm-yaml-quiet': { color: part.quiet },
  '.cm-error-line': { boxShadow: 'inset 3px 0 0 var(--stop)', backgroundColor: 'var(--stop-soft)' },
  '.cm-warning-line': { boxShadow: 'inset 3px 0 0 var(--caution)' },
  '.cm-note-line': { boxShadow: 'inset 3px 0 0 var(--edge)' },
})
