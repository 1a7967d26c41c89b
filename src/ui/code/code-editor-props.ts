import type { Ref } from 'react'
import type { CodeMark } from './code-mark.ts'

/** For a button outside of the editor that points into it. */
export interface CodeEditorHandle {
  focus: () => void
  /** Puts the cursor at the start of a line, counted from 1, and shows it. */
  goToLine: (line: number) => void
  /** Puts a text where the cursor is, in place of what is selected, with the line ends of the text around it. */
  insert: (text: string) => void
  /** Puts another text in place of the whole one, as something that can be undone in the editor; a new `value` cannot. */
  replace: (text: string) => void
}

export interface CodeEditorProps {
  /** Its name for screen readers. */
  label: string
  language: 'yaml' | 'shell'
  value: string
  onChange?: (text: string) => void
  isReadOnly?: boolean
  /** No edge of its own, inside something that has one. */
  isFrameless?: boolean
  /** Height in lines of text; what is longer scrolls. */
  lines?: number
  /** Remarks drawn at their lines. */
  marks?: CodeMark[]
  isChanged?: boolean
  hasError?: boolean
  /** What is wrong with it or how to use it; read to those who cannot see what stands beside it. */
  description?: string | undefined
  ref?: Ref<CodeEditorHandle>
}

/** What the text area and the editor that replaces it are given. */
export interface CodePaneProps extends CodeEditorProps {
  /** The text area goes away while it has the focus. */
  onHandover: (cursor: Cursor) => void
  /** Where the cursor stood then, once: whoever types while the editor loads goes on typing. */
  takeOver: () => Cursor | null
}

/** Offsets into the text, as a selection has them. */
export interface Cursor {
  anchor: number
  head: number
}
