import { type ComponentType, lazy, type Ref, Suspense, useCallback, useRef, useState } from 'react'
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

let loadedPane: ComponentType<CodePaneProps> | undefined

async function loadPane() {
  const { CodeEditorPane } = await import('./CodeEditorPane.tsx')
  loadedPane = CodeEditorPane
  return { default: CodeEditorPane }
}

const LazyPane = lazy(loadPane)

/** Loads the editor's code ahead of the page that needs it. A failure is left to that page. */
export const preloadCodeEditor = () => void loadPane().catch(() => {})

/**
 * Text with colours, line numbers and remarks. Its code loads when one is first shown; until then a plain text area of the same size holds
 * the same text and can already be typed in.
 */
export function CodeEditor(props: CodeEditorProps) {
  // With its code at hand it is there at once: a long text is not laid out in a text area first.
  const [Pane] = useState(() => loadedPane ?? LazyPane)
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
      <Pane {...pane} />
    </Suspense>
  )
}
