import { invertedEffects } from '@codemirror/commands'
import { Compartment, EditorState, type Extension, Facet, StateEffect, Text } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { systemClock } from '@/lib/clock.ts'
import { lineEndOf } from './code-frame.ts'

type LineEnd = ReturnType<typeof lineEndOf>

// In a mixed text only \n separates lines, so that every \r stays where it is.
const separatorOf = (lineEnd: LineEnd) => lineEnd ?? '\n'

/** The lines of a text as an editor with its line ends has them. */
export const splitLines = (text: string) => Text.of(text.split(separatorOf(lineEndOf(text))))

/** So many lines become a text within a few milliseconds. */
const linesAtOnce = 20_000

/** Whether a text has so many lines that keys would have to wait while they are made into one. */
export function isVeryLong(text: string): boolean {
  let lines = 1
  for (let at = text.indexOf('\n'); at >= 0 && lines <= linesAtOnce; at = text.indexOf('\n', at + 1)) lines += 1
  return lines > linesAtOnce
}

/** The lines of a very long text, made in slices: keys that are pressed meanwhile are heard in between. */
export async function splitLinesInSlices(text: string): Promise<Text> {
  const lines = text.split(separatorOf(lineEndOf(text)))
  let whole = Text.of(lines.slice(0, linesAtOnce))
  for (let at = linesAtOnce; at < lines.length; at += linesAtOnce) {
    // oxlint-disable-next-line no-await-in-loop -- the point of it
    await systemClock.wait(0)
    // What is appended goes on in the last line, so it begins with the break after that.
    whole = whole.append(Text.of(['', ...lines.slice(at, at + linesAtOnce)]))
  }
  return whole
}

const setLineEnd = StateEffect.define<LineEnd>()
const compartment = new Compartment()
const keptLineEnd = Facet.define<LineEnd, LineEnd>({ combine: ([lineEnd]) => lineEnd ?? null })

const lineEndExtension = (lineEnd: LineEnd): Extension => [
  keptLineEnd.of(lineEnd),
  EditorState.lineSeparator.of(separatorOf(lineEnd)),
  lineEnd ? EditorView.clipboardInputFilter.of((pasted) => pasted.replace(/\r\n|\r|\n/g, lineEnd)) : [],
]

/** Keeps the line ends of a text as they are: they are part of the compose hash. Pasted text takes on the ends of what it is pasted into. */
export const lineEnds = (text: string): Extension => [
  compartment.of(lineEndExtension(lineEndOf(text))),
  EditorState.transactionExtender.of(({ effects }) => {
    const set = effects.find((effect) => effect.is(setLineEnd))
    return set ? { effects: compartment.reconfigure(lineEndExtension(set.value)) } : null
  }),
  // An undo brings the former line ends back with the former text.
  invertedEffects.of(({ effects, startState }) =>
    effects.some((effect) => effect.is(setLineEnd)) ? [setLineEnd.of(startState.facet(keptLineEnd))] : [],
  ),
]

/** What belongs to a transaction that puts another text in place, so that its line ends come along. */
export const lineEndChange = (state: EditorState, text: string) => {
  const lineEnd = lineEndOf(text)
  return lineEnd === state.facet(keptLineEnd) ? [] : [setLineEnd.of(lineEnd)]
}
