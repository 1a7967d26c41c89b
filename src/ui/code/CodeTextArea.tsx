import { useId, useImperativeHandle, useLayoutEffect, useRef } from 'react'
import type { CodePaneProps } from './code-editor-props.ts'
import { classNames } from '@/ui/layout/class-names.ts'
import { codeFrameClass, codeHeightPx, lineEndOf, withLineEnds } from './code-frame.ts'

/** The code pane without its editor: while that loads, and where it cannot. */
export function CodeTextArea({
  label,
  value,
  onChange,
  isReadOnly = false,
  isFrameless = false,
  lines = 16,
  isChanged = false,
  hasError = false,
  description,
  ref,
  onHandover,
  takeOver,
}: CodePaneProps) {
  const id = useId()
  const lineEnd = lineEndOf(value)
  const areaRef = useRef<HTMLTextAreaElement>(null)
  useLayoutEffect(() => {
    const area = areaRef.current
    // One that was typed in before went away with the editor that did not come.
    const left = takeOver()
    if (left) {
      area?.focus()
      area?.setSelectionRange(left.anchor, left.head)
    }
    return () => {
      // Still in the page, and still focused, while the editor takes its place.
      if (area && document.activeElement === area) onHandover({ anchor: area.selectionStart, head: area.selectionEnd })
    }
  }, [onHandover, takeOver])
  useImperativeHandle(ref, () => ({
    focus: () => areaRef.current?.focus(),
    goToLine(line) {
      const start = value
        .split('\n')
        .slice(0, line - 1)
        .join('\n').length
      areaRef.current?.focus()
      areaRef.current?.setSelectionRange(start + (line > 1 ? 1 : 0), start + (line > 1 ? 1 : 0))
    },
    insert(part) {
      const area = areaRef.current
      // Of a text that mixes its line ends only the editor can tell where each one is.
      if (!area || lineEnd === null) return
      const { value: shown, selectionStart, selectionEnd } = area
      const next = shown.slice(0, selectionStart) + withLineEnds(part, '\n') + shown.slice(selectionEnd)
      onChange?.(next.replaceAll('\n', lineEnd))
      area.focus()
    },
    replace: (text) => onChange?.(text),
  }))
  return (
    <div className={codeFrameClass({ isFrameless, isChanged, hasError })} style={{ height: codeHeightPx(lines) }}>
      <textarea
        ref={areaRef}
        aria-label={label}
        aria-invalid={hasError || undefined}
        aria-describedby={description ? id : undefined}
        value={value}
        // A text area speaks only \n, so it would even out a text that mixes its line ends.
        readOnly={isReadOnly || lineEnd === null}
        spellCheck={false}
        autoComplete="off"
        wrap="off"
        onChange={(event) => onChange?.(event.target.value.replaceAll('\n', lineEnd ?? '\n'))}
        className={classNames(
          'block size-full resize-none overflow-auto py-2 pr-3 pl-14 font-mono text-12 leading-5 text-text outline-none',
          isReadOnly ? 'bg-sunken' : 'bg-raised',
        )}
      />
      {description ? (
        <span id={id} hidden>
          {description}
        </span>
      ) : null}
    </div>
  )
}
