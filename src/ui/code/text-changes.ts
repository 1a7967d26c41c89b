import { lineAnchors } from './line-anchors.ts'

/** Lines `from` up to, not including, `to` of the text before become `lines`. Numbers count from 0. */
export interface LineChange {
  from: number
  to: number
  lines: string[]
}

/**
 * Which lines have to change for `before` to become `after`, in order. Lines that stand once in either text and keep their order stay where
 * they are, so that a caret beside them stays too.
 */
export function lineChanges(before: string[], after: string[]): LineChange[] {
  const changes: LineChange[] = []
  let [from, afterFrom] = [0, 0]
  for (const [to, afterTo] of [...lineAnchors(before, after), [before.length, after.length] as const]) {
    let [start, end, afterStart, afterEnd] = [from, to, afterFrom, afterTo]
    while (start < end && afterStart < afterEnd && before[start] === after[afterStart]) [start, afterStart] = [start + 1, afterStart + 1]
    while (end > start && afterEnd > afterStart && before[end - 1] === after[afterEnd - 1]) [end, afterEnd] = [end - 1, afterEnd - 1]
    if (start < end || afterStart < afterEnd) changes.push({ from: start, to: end, lines: after.slice(afterStart, afterEnd) })
    ;[from, afterFrom] = [to + 1, afterTo + 1]
  }
  return changes
}
