import { type Extension, RangeSetBuilder, StateEffect, StateField } from '@codemirror/state'
import { Decoration, type DecorationSet, EditorView } from '@codemirror/view'
import type { CodeMark } from './code-mark.ts'

/** Replaces the remarks that are drawn. */
export const setCodeMarks = StateEffect.define<CodeMark[]>()

const rank = { error: 0, warning: 1, note: 2 }

const markedLines = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(lines, transaction) {
    const given = transaction.effects.find((effect) => effect.is(setCodeMarks))
    if (!given) return lines.map(transaction.changes)
    const { doc } = transaction.state
    const worst = new Map<number, CodeMark>()
    for (const mark of given.value) {
      const known = worst.get(mark.line)
      const isThere = mark.line >= 1 && mark.line <= doc.lines
      if (isThere && (!known || rank[mark.severity] < rank[known.severity])) worst.set(mark.line, mark)
    }
    const builder = new RangeSetBuilder<Decoration>()
    for (const [line, { severity, message }] of [...worst].sort(([a], [b]) => a - b)) {
      const at = doc.line(line).from
      builder.add(at, at, Decoration.line({ class: `cm-${severity}-line`, attributes: { title: message } }))
    }
    return builder.finish()
  },
  provide: (field) => EditorView.decorations.from(field),
})

/** Draws remarks at their lines; they move with the text until new ones are set. */
export const codeMarks: Extension = markedLines
