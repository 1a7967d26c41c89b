import { diffArrays, diffWordsWithSpace } from 'diff'
import type { DiffLine, DiffPart, DiffQuestion, TextDiff } from './diff-rows.ts'
import { lineAnchors } from '../line-anchors.ts'

/** Two texts with nothing in common would take minutes to align, and the result would say no more than "all of it". */
const timeLimitMs = 1_500
/** Beyond these, a line is shown as changed in whole. */
const longestComparedLine = 400
const mostComparedLines = 400

/** With their line ends: a text that ends without one differs from one that ends with it. */
const linesOf = (text: string) => text.match(/[^\n]*\n|[^\n]+$/g) ?? []

interface Change {
  kind: 'same' | 'removed' | 'added'
  lines: string[]
}

/** Aligned at the lines that are plainly the same, and line by line between them. */
function changesBetween(before: string[], after: string[]): Change[] {
  const deadline = performance.now() + timeLimitMs
  const changes: Change[] = []
  let [beforeAt, afterAt] = [0, 0]
  for (const [beforeEnd, afterEnd] of [...lineAnchors(before, after), [before.length, after.length] as const]) {
    changes.push(...align(before.slice(beforeAt, beforeEnd), after.slice(afterAt, afterEnd), deadline))
    if (beforeEnd < before.length) changes.push({ kind: 'same', lines: [before[beforeEnd]!] })
    ;[beforeAt, afterAt] = [beforeEnd + 1, afterEnd + 1]
  }
  return changes
}

function align(removed: string[], added: string[], deadline: number): Change[] {
  const found = diffArrays(removed, added, { timeout: Math.max(1, deadline - performance.now()) })
  if (found) return found.map(({ removed, added, value }) => ({ kind: removed ? 'removed' : added ? 'added' : 'same', lines: value }))
  return [
    { kind: 'removed', lines: removed },
    { kind: 'added', lines: added },
  ]
}

/** Line by line, with the changed words of lines that replace each other. Line ends count: they are part of a hash. */
export function diffTexts({ before, after }: DiffQuestion): TextDiff {
  const lines: DiffLine[] = []
  let beforeLine = 1
  let afterLine = 1
  let compared = 0
  let removed: string[] = []

  const flushRemoved = () => {
    for (const text of removed) lines.push({ kind: 'removed', before: beforeLine++, parts: [{ text, isChanged: false }] })
    removed = []
  }
  for (const change of changesBetween(linesOf(before), linesOf(after))) {
    const texts = change.lines.map((line) => line.replace(/\n$/, ''))
    if (change.kind === 'removed') {
      flushRemoved()
      removed = texts
    } else if (change.kind === 'added') {
      const pairs = Math.min(removed.length, texts.length)
      const sides = texts.slice(0, pairs).map((text, index) => {
        const earlier = removed[index]!
        const isComparable = compared < mostComparedLines && Math.max(text.length, earlier.length) <= longestComparedLine
        if (isComparable) compared += 1
        return isComparable ? compareLines(earlier, text) : whole(earlier, text)
      })
      for (const { before: parts } of sides) lines.push({ kind: 'removed', before: beforeLine++, parts })
      for (const text of removed.slice(pairs)) lines.push({ kind: 'removed', before: beforeLine++, parts: [{ text, isChanged: false }] })
      removed = []
      for (const { after: parts } of sides) lines.push({ kind: 'added', after: afterLine++, parts })
      for (const text of texts.slice(pairs)) lines.push({ kind: 'added', after: afterLine++, parts: [{ text, isChanged: false }] })
    } else {
      flushRemoved()
      for (const text of texts) lines.push({ kind: 'same', before: beforeLine++, after: afterLine++, text })
    }
  }
  flushRemoved()
  return {
    lines,
    added: lines.filter(({ kind }) => kind === 'added').length,
    removed: lines.filter(({ kind }) => kind === 'removed').length,
  }
}

const whole = (before: string, after: string) => ({
  before: [{ text: before, isChanged: false }],
  after: [{ text: after, isChanged: false }],
})

function compareLines(before: string, after: string): { before: DiffPart[]; after: DiffPart[] } {
  const words = diffWordsWithSpace(before, after)
  const kept = words.reduce((length, { added, removed, value }) => length + (added || removed ? 0 : value.trim().length), 0)
  // Marking almost everything would hide what changed.
  if (kept < Math.min(before.trim().length, after.trim().length) / 3) return whole(before, after)
  return {
    before: words.filter(({ added }) => !added).map(({ value, removed }) => ({ text: value, isChanged: removed })),
    after: words.filter(({ removed }) => !removed).map(({ value, added }) => ({ text: value, isChanged: added })),
  }
}
