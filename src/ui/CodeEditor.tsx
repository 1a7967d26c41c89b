import { lazy, type Ref, Suspense, useCallback, useRef } from 'react'
import { CodeTextArea } from './CodeTextArea.tsx'
import type { CodeMark } from './code-mark.ts'

/** For a button outside of the editor that points into it. */
export interface CodeEditorHandle {
  focus: () => void
  /** Puts the cursor at the start of a line, counted from 1, and shows it. */
  goToLine: (line: number) => void
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
  onHandOver: (cursor: Cursor) => void
  /** Where the cursor stood then, once: whoever types while the editor loads goes on typing. */
  takeOver: () => Cursor | null
}

interface Cursor {
  anchor: number
  head: number
}

const loadPane = () => import('./CodeEditorPane.tsx')
const CodeEditorPane = lazy(() => loadPane().then((module) => ({ default: module.CodeEditorPane })))

/** Loads the editor's code ahead of the page that needs it. */
export const preloadCodeEditor = () => void loadPane()

/**
 * Text with colours, line numbers and remarks. Its code loads when one is first shown; until then a plain text area of the same size holds
 * the same text and can already be typed in.
 */
export function CodeEditor(props: CodeEditorProps) {
  const cursor = useRef<Cursor>(null)
  const onHandOver = useCallback((left: Cursor) => {
    cursor.current = left
  }, [])
  const takeOver = useCallback(() => {
    const left = cursor.current
    cursor.current = null
    return left
  }, [])
  const pane = { ...props, onHandOver, takeOver }
  return (
    <Suspense fallback={<CodeTextArea {...pane} />}>
      <CodeEditorPane {...pane} />
    </Suspense>
  )
}
