/** What a stretch of YAML is, as far as its colour goes. */
export type YamlPart = 'key' | 'text' | 'literal' | 'quiet'

/** A stretch of one line; offsets count from where the line begins. */
export interface YamlStretch {
  from: number
  to: number
  part: YamlPart
}

const isSpace = (character: string | undefined) => character === undefined || character === ' ' || character === '\t'
const isFlowMark = (character: string | undefined) => character !== undefined && ',[]{}'.includes(character)

const literal = /^(?:true|false|yes|no|on|off|null|~|[-+]?(?:\d[\d_]*(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?|0[xo][\da-fA-F]+)$/i
const blockMark = /[|>][-+0-9]{0,2}(?=\s*$|\s+#)/y

/**
 * The parts of one line by itself, in order and in one pass, whatever it holds. A text that goes on over several lines looks on each of them as
 * if it began there; of block scalars `openedBlock` tells.
 */
export function yamlParts(line: string): YamlStretch[] {
  const stretches: YamlStretch[] = []
  let at = 0
  let depth = 0
  const add = (to: number, part: YamlPart) => {
    stretches.push({ from: at, to, part })
    at = to
  }

  if (/^(?:---|\.\.\.)(?=\s|$)/.test(line)) add(3, 'quiet')
  else if (line.startsWith('%')) add(line.length, 'literal')
  while (at < line.length) {
    const character = line[at]!
    if (isSpace(character)) at += 1
    else if (character === '#' && isSpace(line[at - 1])) add(line.length, 'quiet')
    else if ('-?:'.includes(character) && (isSpace(line[at + 1]) || (character === ':' && isFlowMark(line[at + 1])))) add(at + 1, 'quiet')
    else if (isFlowMark(character)) {
      depth += '[{'.includes(character) ? 1 : character === ',' ? 0 : -1
      add(at + 1, 'quiet')
    } else if ('&*!'.includes(character)) add(wordEnd(line, at, depth > 0), 'literal')
    else if (matchesAt(blockMark, line, at)) add(blockMark.lastIndex, 'quiet')
    else {
      const isQuoted = character === '"' || character === "'"
      const end = isQuoted ? quoteEnd(line, at) : plainEnd(line, at, depth > 0)
      const isKey = isKeyBefore(line, end, depth > 0)
      add(end, isKey ? 'key' : !isQuoted && literal.test(line.slice(at, end)) ? 'literal' : 'text')
    }
  }
  return stretches
}

/**
 * The column that what stands in a block scalar has to be beyond, where this line opens one (`command: |`); `null` where it opens none.
 * Lines that nobody writes by hand are taken for ones that open none.
 */
export function openedBlock(line: string): number | null {
  if (line.length > 1000 || !/(?:^|\s)[|>][-+0-9]{0,2}\s*(?:\s#.*)?$/.test(line)) return null
  const last = yamlParts(line).findLast(({ from, to }) => !line.slice(from, to).startsWith('#'))
  if (!last || !'|>'.includes(line[last.from]!)) return null
  const dashes = /^ *(?:- +)*/.exec(line)![0]
  // Without a key it is the value of the last dash.
  return last.from === dashes.length ? Math.max(0, dashes.lastIndexOf('-')) : dashes.length
}

/** How many columns a line is indented; `null` for one that holds nothing. */
export const indentOf = (line: string): number | null => {
  const first = line.search(/[^ ]/)
  return first === -1 ? null : first
}

function matchesAt(pattern: RegExp, line: string, at: number): boolean {
  pattern.lastIndex = at
  return pattern.test(line)
}

function wordEnd(line: string, from: number, isInFlow: boolean): number {
  const isEnd = (character: string | undefined) => isSpace(character) || (isInFlow && isFlowMark(character))
  let end = from + 1
  while (!isEnd(line[end])) end += 1
  return end
}

function quoteEnd(line: string, from: number): number {
  const quote = line[from]
  for (let at = from + 1; at < line.length; at += 1) {
    if (quote === '"' && line[at] === '\\') at += 1
    else if (line[at] !== quote) continue
    else if (quote === "'" && line[at + 1] === quote) at += 1
    else return at + 1
  }
  return line.length
}

function plainEnd(line: string, from: number, isInFlow: boolean): number {
  let end = from + 1
  for (let at = from; at < line.length; at += 1) {
    const [character, next] = [line[at], line[at + 1]]
    if (character === ':' && (isSpace(next) || (isInFlow && isFlowMark(next)))) break
    if (character === '#' && isSpace(line[at - 1])) break
    if (isInFlow && isFlowMark(character)) break
    if (!isSpace(character)) end = at + 1
  }
  return end
}

function isKeyBefore(line: string, end: number, isInFlow: boolean): boolean {
  let at = end
  while (at < line.length && isSpace(line[at])) at += 1
  return line[at] === ':' && (isSpace(line[at + 1]) || (isInFlow && isFlowMark(line[at + 1])))
}
