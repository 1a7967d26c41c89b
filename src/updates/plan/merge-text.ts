import { diff3MergeRegions } from 'node-diff3'

/** A stretch of a merged text. Lines carry their line ends, since those are part of a compose hash. */
export type MergePiece =
  | { kind: 'settled'; lines: string[] }
  /** Both sides changed the same lines, or lines that touch, each to something else. A person decides. */
  | { kind: 'open'; id: string; before: string[]; mine: string[]; theirs: string[] }

export type OpenPiece = Extract<MergePiece, { kind: 'open' }>

/** What becomes of an open piece. `both` is mine, then theirs. */
export type MergeChoice = 'mine' | 'theirs' | 'both'

/** Aligning is quadratic in the worst case. Beyond this many steps the middle of the three texts is one piece, and nobody waits for minutes. */
const mostSteps = 150_000_000

const linesOf = (text: string) => text.match(/[^\n]*\n|[^\n]+$/g) ?? []

/** How many lines all three have in common at the beginning, or `fromEnd`. */
function commonLines(texts: [string[], string[], string[]], most: number, fromEnd = false): number {
  const lineAt = (lines: string[], at: number) => (fromEnd ? lines[lines.length - 1 - at] : lines[at])
  const [first, ...others] = texts
  let count = 0
  while (count < most && others.every((lines) => lineAt(lines, count) === lineAt(first, count))) count += 1
  return count
}

function alignmentSteps(before: string[], after: string[]): number {
  const counts = new Map<string, number>()
  for (const line of after) counts.set(line, (counts.get(line) ?? 0) + 1)
  const shared = before.filter((line) => counts.has(line))
  const longest = Math.min(shared.length, after.length)
  return shared.reduce((steps, line) => steps + counts.get(line)! + longest, 0)
}

/**
 * Three-way merge by line. What only one side changed is settled as that side has it, what both changed alike as both have it, and everything
 * else is an open piece.
 */
export function mergeTexts({ before, mine, theirs }: Record<'before' | 'mine' | 'theirs', string>): MergePiece[] {
  const texts: [string[], string[], string[]] = [linesOf(mine), linesOf(before), linesOf(theirs)]
  const shortest = Math.min(...texts.map(({ length }) => length))
  const head = commonLines(texts, shortest)
  const tail = commonLines(texts, shortest - head, true)
  const [a, o, b] = texts.map((lines) => lines.slice(head, lines.length - tail)) as [string[], string[], string[]]

  const pieces: MergePiece[] = []
  const seen = new Map<string, number>()
  const settle = (lines: string[]) => {
    const last = pieces.at(-1)
    if (last?.kind === 'settled') last.lines.push(...lines)
    else if (lines.length > 0) pieces.push({ kind: 'settled', lines: [...lines] })
  }
  const leaveOpen = (sides: Pick<OpenPiece, 'before' | 'mine' | 'theirs'>) => {
    if (isSame(sides.mine, sides.theirs)) return settle(sides.mine)
    // The same content is the same piece, also after the texts around it moved; a repeated one is told apart by its turn.
    const content = JSON.stringify(sides)
    const turn = (seen.get(content) ?? 0) + 1
    seen.set(content, turn)
    pieces.push({ kind: 'open', id: `${turn}:${content}`, ...sides })
  }

  settle(texts[0].slice(0, head))
  if (alignmentSteps(o, a) + alignmentSteps(o, b) > mostSteps) {
    if (isSame(o, a)) settle(b)
    else if (isSame(o, b)) settle(a)
    else leaveOpen({ before: o, mine: a, theirs: b })
  } else {
    for (const region of diff3MergeRegions(a, o, b)) {
      if (region.stable) settle(region.bufferContent)
      else leaveOpen({ before: region.oContent, mine: region.aContent, theirs: region.bContent })
    }
  }
  settle(texts[0].slice(texts[0].length - tail))
  return pieces
}

const isSame = (a: string[], b: string[]) => a.length === b.length && a.every((line, at) => line === b[at])

export const openPieces = (pieces: MergePiece[]): OpenPiece[] => pieces.filter((piece) => piece.kind === 'open')

const chosenLines = ({ mine, theirs }: OpenPiece, choice: MergeChoice): string[] =>
  choice === 'mine' ? mine : choice === 'theirs' ? theirs : [...mine, ...theirs]

/** The merged text; a piece without a choice is as `otherwise` says. `null` where one is open and nothing is said. */
export function mergedText(
  pieces: MergePiece[],
  choices: ReadonlyMap<string, MergeChoice> = new Map(),
  otherwise: MergeChoice | null = null,
): string | null {
  const lines: string[] = []
  for (const piece of pieces) {
    if (piece.kind === 'settled') {
      lines.push(...piece.lines)
      continue
    }
    const choice = choices.get(piece.id) ?? otherwise
    if (choice === null) return null
    lines.push(...chosenLines(piece, choice))
  }
  // A last line may have no line end, and stands in the middle now: two lines must not become one.
  const lineEnd = lines.find((line) => line.endsWith('\n'))?.endsWith('\r\n') ? '\r\n' : '\n'
  const ended = (line: string) => (line.endsWith('\n') ? line : line.endsWith('\r') ? `${line}\n` : line + lineEnd)
  return lines.map((line, at) => (at < lines.length - 1 ? ended(line) : line)).join('')
}
