import { Annotation, type ChangeSpec, type EditorState, Text, type TransactionSpec } from '@codemirror/state'
import { lineEndChange, splitLines } from './line-ends.ts'
import { lineChanges } from './text-changes.ts'

/** The text that a transaction leads to, where that is known without putting it together from its lines. */
export const resultingText = Annotation.define<string>()

/** Longer texts are not lined up: it would take longer than a key may, and of the lines above and below the change nothing is lost. */
const mostLinesLinedUp = 10_000

/** Another text in place of the present one, with its line ends. `lines` are those of the text, where they were made before. */
export const replacement = (state: EditorState, text: string, lines = splitLines(text)): TransactionSpec => ({
  changes: changesTo(state.doc, lines),
  effects: lineEndChange(state, text),
  annotations: resultingText.of(text),
})

/** Leaves the lines that stay, and with them the caret of whoever types there while somebody else's lines come in. */
function changesTo(doc: Text, next: Text): ChangeSpec[] {
  if (doc.lines + next.lines > mostLinesLinedUp) return changeBetween(doc, next)
  const lines = (text: Text) => text.toJSON().map((line, at, all) => (at < all.length - 1 ? `${line}\n` : line))
  const startOf = (line: number) => (line < doc.lines ? doc.line(line + 1).from : doc.length)
  return lineChanges(lines(doc), lines(next)).map(({ from, to, lines: insert }) => {
    return { from: startOf(from), to: startOf(to), insert: Text.of(insert.join('').split('\n')) }
  })
}

/** All between the whole lines that both begin with and those that both end with, as one change. */
function changeBetween(doc: Text, next: Text): ChangeSpec[] {
  if (doc.eq(next)) return []
  const before = sharedLines(doc, next, 1)
  const after = Math.min(sharedLines(doc, next, -1), doc.length - before, next.length - before)
  return [{ from: before, to: doc.length - after, insert: next.slice(before, next.length - after) }]
}

/** How many characters of whole lines, with their line breaks, two texts share from their beginning or from their end. */
function sharedLines(one: Text, other: Text, direction: 1 | -1): number {
  const [ours, theirs] = [one.iter(direction), other.iter(direction)]
  let [length, wholeLines] = [0, 0]
  while (!ours.next().done && !theirs.next().done && ours.value === theirs.value) {
    length += ours.value.length
    if (ours.lineBreak) wholeLines = direction === 1 ? length : length - 1
  }
  return wholeLines
}
