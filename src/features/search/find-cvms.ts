import type { Cvm } from '@/domain/cvm.ts'
import { searchedText } from '@/domain/identifiers.ts'

/** What an id that was found is the id of. */
export type IdKind = 'CVM' | 'app' | 'instance' | 'VM' | 'compose hash'

export interface CvmMatch {
  cvm: Cvm
  /** The lower, the better; see `ranks`. */
  rank: number
  /** The id that was found, where it was not the name. */
  id: { kind: IdKind; value: string } | null
}

/** How well something matches, best first. Names come before ids, unless an id was given whole. */
export const ranks = { whole: 0, start: 1, wordStart: 2, within: 3, everyWord: 4, idStart: 5, idWithin: 6 } as const

/** Fewer characters of an id are in nearly every other one. */
const shortestIdPart = 4

/** How well a name or a label matches `text`, both in lower case; `null` when it does not. */
export function rankOfName(name: string, text: string): number | null {
  let at = name.indexOf(text)
  if (at === 0) return name.length === text.length ? ranks.whole : ranks.start
  if (at > 0) {
    while (at > 0 && isWordCharacter(name.charCodeAt(at - 1))) at = name.indexOf(text, at + 1)
    return at > 0 ? ranks.wordStart : ranks.within
  }
  if (!text.includes(' ')) return null
  return text.split(/\s+/).every((word) => name.includes(word)) ? ranks.everyWord : null
}

/** Letters and digits; both ends of the comparison are in lower case. */
const isWordCharacter = (code: number) => (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || code > 127

/** The best `most` matches, and how many there are. Nothing for an empty text. */
export function findCvms(cvms: readonly Cvm[], typed: string, most: number): { matches: CvmMatch[]; total: number } {
  const text = searchedText(typed)
  if (text === '') return { matches: [], total: 0 }
  const idText = /^[\da-f-]{8,}$/.test(text) ? text.replaceAll('-', '') : text
  const matches: CvmMatch[] = []
  for (const cvm of cvms) {
    const match = matchOf(cvm, text, idText)
    if (match) matches.push(match)
  }
  // Shorter names first: what was typed is more of them, and node-2 comes before node-10.
  matches.sort(
    (a, b) => a.rank - b.rank || a.cvm.name.length - b.cvm.name.length || (a.cvm.name < b.cvm.name ? -1 : a.cvm.name > b.cvm.name ? 1 : 0),
  )
  return { matches: matches.slice(0, most), total: matches.length }
}

function matchOf(cvm: Cvm, text: string, idText: string): CvmMatch | null {
  const { name, ids } = searchableOf(cvm)
  const nameRank = rankOfName(name, text)
  if (nameRank === ranks.whole) return { cvm, rank: nameRank, id: null }
  let best: CvmMatch | null = nameRank === null ? null : { cvm, rank: nameRank, id: null }
  if (idText.length < shortestIdPart) return best
  for (const { kind, value, lowerCase } of ids) {
    const at = lowerCase.indexOf(idText)
    if (at < 0) continue
    const rank = at > 0 ? ranks.idWithin : lowerCase.length === idText.length ? ranks.whole : ranks.idStart
    if (best === null || rank < best.rank) best = { cvm, rank, id: { kind, value } }
  }
  return best
}

interface Searchable {
  name: string
  ids: { kind: IdKind; value: string; lowerCase: string }[]
}

/** Lower-case copies of what can be found, made once for each CVM that was read. */
const known = new WeakMap<Cvm, Searchable>()

function searchableOf(cvm: Cvm): Searchable {
  const before = known.get(cvm)
  if (before) return before
  const ids: Searchable['ids'] = []
  const add = (kind: IdKind, value: string | null) => {
    // The same UUID is written with dashes and without.
    if (value !== null) ids.push({ kind, value, lowerCase: kind === 'VM' ? value.toLowerCase().replaceAll('-', '') : value.toLowerCase() })
  }
  add('CVM', cvm.id)
  add('app', cvm.appId)
  add('instance', cvm.instanceId)
  add('VM', cvm.vmUuid)
  add('compose hash', cvm.composeHash)
  const searchable = { name: cvm.name.toLowerCase(), ids }
  known.set(cvm, searchable)
  return searchable
}

/** A label in pieces, so that what was searched for can be marked in it. */
export function piecesOf(label: string, typed: string): { text: string; isFound: boolean }[] {
  const pieces: { text: string; isFound: boolean }[] = []
  let end = 0
  for (const [from, to] of foundIn(label, searchedText(typed))) {
    if (from > end) pieces.push({ text: label.slice(end, from), isFound: false })
    if (to > end) pieces.push({ text: label.slice(Math.max(from, end), to), isFound: true })
    end = Math.max(end, to)
  }
  if (end < label.length) pieces.push({ text: label.slice(end), isFound: false })
  return pieces
}

/** Where in the label `text` is, else each of its words: `[from, to)` by place. */
function foundIn(label: string, text: string): [number, number][] {
  const lowerCase = label.toLowerCase()
  // A few letters change their length with their case; then places in one text are none in the other.
  if (text === '' || lowerCase.length !== label.length) return []
  const words = lowerCase.includes(text) ? [text] : text.split(/\s+/)
  const places = words.map((word): [number, number] => [lowerCase.indexOf(word), lowerCase.indexOf(word) + word.length])
  return places.every(([at]) => at >= 0) ? places.sort(([a], [b]) => a - b) : []
}
