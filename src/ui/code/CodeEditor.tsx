import { type ComponentType, useCallback, useRef, useState } from 'react'
import { optionalPart } from '@/ui/layout/optional-part.tsx'
import { useIsPrinting } from '@/ui/layout/use-is-printing.ts'
import { CodeTextArea } from './CodeTextArea.tsx'
import type { CodeEditorProps, CodePaneProps, Cursor } from './code-editor-props.ts'
import { useCameNear } from './use-came-near.ts'

let loadedPane: ComponentType<CodePaneProps> | undefined

const fetchPane = () => import('./CodeEditorPane.tsx')

async function loadPane() {
  const { CodeEditorPane } = await fetchPane()
  loadedPane = CodeEditorPane
  return CodeEditorPane
}

const LazyPane = optionalPart(loadPane, {
  name: 'The editor',
  // Making one takes as long as the rest of a form: the form comes first, with a field that can already be typed in.
  afterPaint: true,
  waiting: (props) => <CodeTextArea {...props} />,
  missing: (props, retry) => (
    <>
      <CodeTextArea {...props} />
      <p role="alert" className="border-t border-line bg-caution-soft px-3 py-1.5 text-12 text-caution">
        The editor with colours and line numbers could not be loaded; this plain one holds the same text.{' '}
        <button type="button" onClick={retry} className="font-medium underline underline-offset-4">
          Try again
        </button>
      </p>
    </>
  ),
})

/** Loads the editor's code ahead of the page that needs it, which then shows it at once. A failure is left to that page. */
export const preloadCodeEditor = () => void loadPane().catch(() => {})

/** The same for a page that shows something else first. */
export const fetchCodeEditor = () => void fetchPane().catch(() => {})

/**
 * Text with colours, line numbers and remarks. Its code loads when one is first shown and comes near; until then a plain text area of the same
 * size holds the same text and can already be typed in.
 */
export function CodeEditor(props: CodeEditorProps) {
  // With its code at hand it is there at once: a long text is not laid out in a text area first.
  const [Loaded] = useState(() => loadedPane)
  // Making one takes as long as many fields: where nobody looks, a text area does.
  const box = useRef<HTMLDivElement>(null)
  const isNear = useCameNear(box, Loaded !== undefined)
  const Pane = Loaded ?? (isNear ? LazyPane : CodeTextArea)
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
  const isPrinting = useIsPrinting()
  return (
    <>
      {/* The editor has only the lines in sight. */}
      {isPrinting ? (
        <pre translate="no" className="font-mono text-12 leading-5 whitespace-pre-wrap [overflow-wrap:anywhere]">
          {props.value}
        </pre>
      ) : null}
      <div ref={box} className="min-w-0 print:hidden">
        <Pane {...pane} />
      </div>
    </>
  )
}
