import { indentService } from '@codemirror/language'
import { EditorState, type Extension, RangeSetBuilder, type Text } from '@codemirror/state'
import { Decoration, type DecorationSet, type EditorView, ViewPlugin } from '@codemirror/view'
import { indentOf, openedBlock, type YamlPart, yamlParts, type YamlStretch } from './yaml-parts.ts'

/** How far up it is looked for the line that opened the block scalar of a line. */
const mostLinesAbove = 1000
/** Longer lines have no colours: nobody reads them by their parts, and each part costs a browser as much as a line. */
const longestLine = 2000

const marks: Record<YamlPart, Decoration> = {
  key: Decoration.mark({ class: 'cm-yaml-key' }),
  text: Decoration.mark({ class: 'cm-yaml-text' }),
  literal: Decoration.mark({ class: 'cm-yaml-literal' }),
  quiet: Decoration.mark({ class: 'cm-yaml-quiet' }),
}

/** The column of the block scalar that a line lies in, see `openedBlock`; `null` where it lies in none. */
function blockAround(doc: Text, line: number): number | null {
  let indent = Number.POSITIVE_INFINITY
  for (let number = line; number >= Math.max(1, line - mostLinesAbove) && indent > 0; number -= 1) {
    const { text } = doc.line(number)
    const own = indentOf(text)
    if (own === null || own >= indent) continue
    const block = number < line ? openedBlock(text) : null
    if (block !== null) return block < indent ? block : null
    indent = own
  }
  return null
}

const partsOf = (line: string, isInBlock: boolean): YamlStretch[] =>
  isInBlock ? (line === '' ? [] : [{ from: 0, to: line.length, part: 'text' }]) : yamlParts(line)

function coloursOf({ state: { doc }, visibleRanges }: EditorView): DecorationSet {
  const colours = new RangeSetBuilder<Decoration>()
  for (const { from, to } of visibleRanges) {
    let line = doc.lineAt(from)
    let block = blockAround(doc, line.number)
    for (;;) {
      const indent = indentOf(line.text)
      if (block !== null && indent !== null && indent <= block) block = null
      const parts = line.length > longestLine ? [] : partsOf(line.text, block !== null)
      for (const { from: start, to: end, part } of parts) colours.add(line.from + start, line.from + end, marks[part])
      block ??= openedBlock(line.text)
      if (line.to >= to) break
      line = doc.line(line.number + 1)
    }
  }
  return colours.finish()
}

const colours = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet
    constructor(view: EditorView) {
      this.decorations = coloursOf(view)
    }
    update({ docChanged, viewportChanged, view }: { docChanged: boolean; viewportChanged: boolean; view: EditorView }) {
      if (docChanged || viewportChanged) this.decorations = coloursOf(view)
    }
  },
  { decorations: (plugin) => plugin.decorations },
)

/** A new line begins below the key of a list's item, and inside of a block scalar or bracket that was just opened; else where the last one does. */
const indents = indentService.of((context, at) => {
  // Lines that are there keep their indentation, which has a meaning.
  if (context.simulatedBreak !== at) return null
  const line = context.state.doc.lineAt(at)
  const text = line.text.slice(0, Math.min(at - line.from, longestLine))
  const indent = indentOf(text) ?? text.length
  const block = openedBlock(text)
  if (block !== null) return block + context.unit
  if (/[[{]$/.test(text.trimEnd())) return indent + context.unit
  const dashes = /^ *(?:- +)*/.exec(text)![0] // matches nothing at least
  return yamlParts(text.slice(dashes.length)).some(({ part }) => part === 'key') ? dashes.length : indent
})

/**
 * YAML for the editor: colours, new lines, comments. A parser of the whole text would take longer for a hard file than a key may take, so
 * that each line in sight is looked at by itself.
 */
export const yamlSupport: Extension = [colours, indents, EditorState.languageData.of(() => [{ commentTokens: { line: '#' } }])]
