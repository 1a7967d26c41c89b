import { defaultKeymap, history, historyKeymap, isolateHistory } from '@codemirror/commands'
import { bracketMatching, indentUnit } from '@codemirror/language'
import { search, searchKeymap } from '@codemirror/search'
import { Compartment, EditorState, type Extension, Transaction } from '@codemirror/state'
import { drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers } from '@codemirror/view'
import { useEffect, useImperativeHandle, useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { CodePaneProps } from './code-editor-props.ts'
import { classNames } from '@/ui/layout/class-names.ts'
import { caretInSight } from './caret/caret-in-sight.ts'
import { tabOnceEntered } from './caret/tab-once-entered.ts'
import { codeFrameClass, codeHeightPx, withLineEnds } from './code-frame.ts'
import { codeMarks, setCodeMarks } from './code-marks.ts'
import { codeTheme } from './code-theme.ts'
import { createEchoes } from './echoes.ts'
import { lineEnds } from './line-ends.ts'
import { replacement, resultingText } from './replacement.ts'
import { createReplacing } from './replacing.ts'
import { yamlSupport } from './yaml-support.ts'

interface Mounted {
  view: EditorView
  attributes: Compartment
  /** What `attributes` holds. */
  said: Extension
  description: HTMLElement
}

const descriptionId = 'description'

const noMarks: never[] = []

/**
 * The part of `CodeEditor` that is loaded when needed. It lives in an open shadow root: there its styles become adopted style sheets,
 * which the content security policy allows, unlike style elements.
 */
export function CodeEditorPane({
  label,
  language,
  value,
  onChange,
  isReadOnly = false,
  isFrameless = false,
  lines = 16,
  marks = noMarks,
  isChanged = false,
  hasError = false,
  description,
  ref,
  takeOver,
}: CodePaneProps) {
  const hostRef = useRef<HTMLDivElement>(null)
  const mounted = useRef<Mounted>(undefined)
  /** The text as the page knows it: only what differs from it comes from outside. */
  const known = useRef(value)
  const [replacing] = useState(createReplacing)
  const [echoes] = useState(createEchoes)
  const report = useRef(onChange)
  useLayoutEffect(() => {
    report.current = onChange
  })

  const isDescribed = Boolean(description)
  /** What a screen reader is told about the text. */
  const said = useMemo(
    () =>
      EditorView.contentAttributes.of({
        'aria-label': label,
        // Makes the scrolling frame around it reachable, also where the text cannot be edited.
        tabindex: '0',
        ...(isDescribed ? { 'aria-describedby': descriptionId } : {}),
        ...(hasError ? { 'aria-invalid': 'true' } : {}),
        ...(isReadOnly ? { 'aria-readonly': 'true' } : {}),
      }),
    [label, isDescribed, hasError, isReadOnly],
  )
  const [firstSaid] = useState(said)

  useLayoutEffect(() => {
    const host = hostRef.current! // rendered below, always
    const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' })
    const description = document.createElement('div')
    description.id = descriptionId
    description.hidden = true
    const frame = document.createElement('div')
    frame.style.height = '100%'
    frame.style.backgroundColor = 'inherit'
    root.replaceChildren(frame, description)
    const attributes = new Compartment()
    const view = new EditorView({
      root,
      parent: frame,
      state: EditorState.create({
        doc: known.current,
        extensions: [
          lineEnds(known.current),
          attributes.of(firstSaid),
          lineNumbers(),
          history(),
          // The browser's own search sees only the lines that are rendered.
          search({ top: true }),
          indentUnit.of('  '),
          EditorState.tabSize.of(2),
          codeMarks,
          caretInSight,
          tabOnceEntered.watch,
          codeTheme,
          language === 'yaml' ? yamlSupport : [],
          isReadOnly
            ? [EditorState.readOnly.of(true), EditorView.editable.of(false)]
            : [drawSelection(), highlightActiveLine(), highlightActiveLineGutter(), bracketMatching({ maxScanDistance: 2000 })],
          keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap, ...(isReadOnly ? [] : [tabOnceEntered.key])]),
          EditorView.updateListener.of(({ docChanged, startState, state, transactions }) => {
            // The same lines with other ends are another text.
            if (!docChanged && state.lineBreak === startState.lineBreak) return
            const text = transactions.at(-1)?.annotation(resultingText) ?? state.sliceDoc()
            if (text === known.current) return
            known.current = text
            echoes.told(text)
            report.current?.(text)
          }),
        ],
      }),
    })
    mounted.current = { view, attributes, said: firstSaid, description }
    const cursor = takeOver()
    if (cursor) {
      const end = view.state.doc.length
      const { anchor, head } = cursor
      view.dispatch({ selection: { anchor: Math.min(anchor, end), head: Math.min(head, end) } })
      view.focus()
    }
    return () => {
      mounted.current = undefined
      view.destroy()
    }
  }, [language, isReadOnly, takeOver, echoes, firstSaid])

  useLayoutEffect(() => {
    const now = mounted.current
    if (!now) return
    now.description.textContent = description ?? ''
    // A new editor was made with them: telling it once more would cost a quarter of making it.
    if (now.said === said) return
    now.said = said
    now.view.dispatch({ effects: now.attributes.reconfigure(said) })
  }, [said, description])

  // Before anything else can happen: a key that came in between would be taken back, since this value knows nothing of it.
  useLayoutEffect(() => {
    if (echoes.isEcho(value) || !mounted.current || value === known.current) return
    known.current = value
    replacing.overtake()
    const { view } = mounted.current
    // Undoing takes back what was done in this editor: what somebody else wrote stays in.
    view.dispatch(replacement(view.state, value), { annotations: Transaction.addToHistory.of(false) })
  }, [value, echoes, replacing])

  useEffect(() => {
    mounted.current?.view.dispatch({ effects: setCodeMarks.of(marks) })
  }, [marks])

  useImperativeHandle(ref, () => ({
    focus: () => mounted.current?.view.focus(),
    goToLine(line) {
      const view = mounted.current?.view
      if (!view) return
      const { from } = view.state.doc.line(Math.min(Math.max(1, line), view.state.doc.lines))
      view.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: 'center' }) })
      view.focus()
    },
    insert(part) {
      const view = mounted.current?.view
      if (!view) return
      view.dispatch(view.state.replaceSelection(withLineEnds(part, known.current)), { scrollIntoView: true, userEvent: 'input.drop' })
      view.focus()
    },
    replace(text) {
      replacing.replace(text, (lines) => {
        const view = mounted.current?.view
        view?.dispatch(replacement(view.state, text, lines), { annotations: isolateHistory.of('full'), userEvent: 'input.replace' })
      })
    },
  }))

  return (
    <div
      ref={hostRef}
      data-code-editor=""
      className={classNames(codeFrameClass({ isFrameless, isChanged, hasError }), isReadOnly ? 'bg-sunken' : 'bg-raised')}
      style={{ height: codeHeightPx(lines) }}
    />
  )
}
