import { diffLines, diffWordsWithSpace } from 'diff'
import type { DiffLine, DiffPart, DiffQuestion, TextDiff } from './diff-rows.ts'

/** Two texts with nothing in common would take minutes to align, and the result would say no more than "all of it". */
const timeLimitMs = 1_500
/** Beyond these, a line is shown as changed in whole. */
const longestComparedLine = 400
const mostComparedLines = 400

/** The end of the text is no line of its own. */
const linesOf = (text: string) => (text === '' ? [] : text.replace(/\n$/, '').split('\n'))

/** Line by line, with the changed words of lines that replace each other. Line ends count: they are part of a hash. */
export function diffTexts({ before, after }: DiffQuestion): TextDiff {
  const changes =
    diffLines(before, after, { timeout: timeLimitMs }) ??
    ([
      { removed: true, added: false, value: before },
      { removed: false, added: true, value: after },
    ] as const)
  const lines: DiffLine[] = []
  let beforeLine = 1
  let afterLine = 1
  let compared = 0
  let removed: string[] = []

  const flushRemoved = () => {
    for (const text of removed) lines.push({ kind: 'removed', before: beforeLine++, parts: [{ text, isChanged: false }] })
    removed = []
  }
  for (const change of changes) {
    const texts = linesOf(change.value)
    if (change.removed) {
      flushRemoved()
      removed = texts
    } else if (change.added) {
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
