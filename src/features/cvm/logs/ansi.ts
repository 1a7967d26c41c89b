export type AnsiColor = 'red' | 'green' | 'yellow' | 'blue' | 'magenta' | 'cyan' | 'dim'

/** A stretch of a line in one look. */
export interface AnsiSpan {
  text: string
  color: AnsiColor | null
  isBold: boolean
}

const colors: (AnsiColor | null)[] = [null, 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', null]

/** Colours (SGR), every other control sequence, and texts that a terminal takes for itself, such as titles and links. */
const sequence =
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  /\u001B(?:\[([0-9;:]*)m|\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\u0007\u001B]*(?:\u0007|\u001B\\)?|[ -/]*[0-~]?)|\u009B[0-?]*[ -/]*[@-~]/g
/** Whatever else would be drawn as nothing, or turn the direction of what follows round. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const invisible = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g

const safe = (text: string) => text.replace(invisible, '')

/** A line without its colours and without anything that a terminal would do. */
export const plainText = (line: string) => safe(line.replace(sequence, ''))

/** A line's text in the few colours that are shown. A program decides what it prints, so nothing but colour and weight comes of it. */
export function ansiSpans(line: string): AnsiSpan[] {
  const spans: AnsiSpan[] = []
  let [color, isBold, isDim, at]: [AnsiColor | null, boolean, boolean, number] = [null, false, false, 0]
  const add = (raw: string) => {
    const text = safe(raw)
    if (text !== '') spans.push({ text, color: isDim ? 'dim' : color, isBold })
  }
  for (const match of line.matchAll(sequence)) {
    add(line.slice(at, match.index))
    at = match.index + match[0].length
    if (match[1] === undefined) continue
    const codes = match[1].split(/[;:]/).map(Number)
    for (let index = 0; index < codes.length; index += 1) {
      const code = codes[index]!
      if (code === 0) [color, isBold, isDim] = [null, false, false]
      else if (code === 1) isBold = true
      else if (code === 2) isDim = true
      else if (code === 22) [isBold, isDim] = [false, false]
      else if (code === 39) color = null
      else if (code >= 30 && code <= 37) color = colors[code - 30] ?? null
      else if (code >= 90 && code <= 97) color = colors[code - 90] ?? null
      // A colour of a larger palette: its arguments are no codes.
      else if (code === 38 || code === 48) index += codes[index + 1] === 5 ? 2 : 4
    }
  }
  add(line.slice(at))
  return spans
}
