/** A piece of a line; `isChanged` where it differs from the line it is paired with. */
export interface DiffPart {
  text: string
  isChanged: boolean
}

/** One line of either text, or of both. Numbers count from 1. */
export type DiffLine =
  | { kind: 'same'; before: number; after: number; text: string }
  | { kind: 'removed'; before: number; parts: DiffPart[] }
  | { kind: 'added'; after: number; parts: DiffPart[] }

export interface TextDiff {
  lines: DiffLine[]
  added: number
  removed: number
}

export interface DiffQuestion {
  before: string
  after: string
}

/** A stretch of lines that did not change and is folded away, or a line. */
export type DiffRow = DiffLine | { kind: 'gap'; at: number; lines: number }

/** Leaves `context` lines around every change and folds the rest, except the gaps in `opened` (by the line they begin at). */
export function foldSame(lines: DiffLine[], context: number, opened: ReadonlySet<number>): DiffRow[] {
  const isNear = lines.map(() => false)
  for (const [index, { kind }] of lines.entries()) {
    if (kind === 'same') continue
    for (let near = Math.max(0, index - context); near <= Math.min(lines.length - 1, index + context); near += 1) isNear[near] = true
  }
  const rows: DiffRow[] = []
  for (let index = 0; index < lines.length; index += 1) {
    if (isNear[index]) {
      rows.push(lines[index]!)
      continue
    }
    let end = index
    while (end < lines.length && !isNear[end]) end += 1
    // Folding one or two lines would save nothing.
    if (end - index <= 2 || opened.has(index)) rows.push(...lines.slice(index, end))
    else rows.push({ kind: 'gap', at: index, lines: end - index })
    index = end - 1
  }
  return rows
}

/** Two columns: what replaces each other stands side by side. */
export type DiffPair = { before: DiffLine | null; after: DiffLine | null } | { gap: number; lines: number }

export function pairRows(rows: DiffRow[]): DiffPair[] {
  const pairs: DiffPair[] = []
  for (let index = 0; index < rows.length;) {
    const row = rows[index]!
    if (row.kind === 'gap') {
      pairs.push({ gap: row.at, lines: row.lines })
      index += 1
    } else if (row.kind === 'same') {
      pairs.push({ before: row, after: row })
      index += 1
    } else {
      const removed: DiffLine[] = []
      const added: DiffLine[] = []
      while (rows[index]?.kind === 'removed') removed.push(rows[index++] as DiffLine)
      while (rows[index]?.kind === 'added') added.push(rows[index++] as DiffLine)
      for (let line = 0; line < Math.max(removed.length, added.length); line += 1) {
        pairs.push({ before: removed[line] ?? null, after: added[line] ?? null })
      }
    }
  }
  return pairs
}
