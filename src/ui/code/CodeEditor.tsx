import { type ComponentType, lazy, Suspense, useCallback, useRef, useState } from 'react'
import { CodeTextArea } from './CodeTextArea.tsx'
import type { CodeEditorProps, CodePaneProps, Cursor } from './code-editor-props.ts'

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
  const onHandover = useCallback((left: Cursor) => {
    cursor.current = left
  }, [])
  const takeOver = useCallback(() => {
    const left = cursor.current
    cursor.current = null
    return left
  }, [])
  const pane = { ...props, onHandover, takeOver }
  return (
    <Suspense fallback={<CodeTextArea {...pane} />}>
      <Pane {...pane} />
    </Suspense>
  )
}
