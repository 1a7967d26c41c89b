/** One value cut into what both share and what differs. */
export interface MarkedId {
  before: string
  changed: string
  after: string
}

const edge = 3
const longestChange = 17

/** Cuts two ids at the ends they share. Two ids without anything in common are changed as a whole. */
export function markChange(oldId: string, newId: string): { old: MarkedId; new: MarkedId } {
  const shorter = Math.min(oldId.length, newId.length)
  let start = 0
  while (start < shorter && oldId[start] === newId[start]) start++
  let end = 0
  while (end < shorter - start && oldId.at(-1 - end) === newId.at(-1 - end)) end++
  const cut = (id: string): MarkedId => ({
    before: id.slice(0, start),
    changed: id.slice(start, id.length - end),
    after: id.slice(id.length - end),
  })
  return { old: cut(oldId), new: cut(newId) }
}

/** The same, short enough for a table: what is shared is shortened first, and the change always stays in sight. */
export function abbreviateMarked({ before, changed, after }: MarkedId): MarkedId {
  return {
    before: before.length <= edge * 2 + 1 ? before : `${before.slice(0, edge)}…${before.slice(-edge)}`,
    changed: changed.length <= longestChange ? changed : `${changed.slice(0, 8)}…${changed.slice(-8)}`,
    after: after.length <= edge * 2 + 1 ? after : `${after.slice(0, edge)}…${after.slice(-edge)}`,
  }
}
