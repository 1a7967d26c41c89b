/**
 * Pairs of line numbers, ascending on both sides: lines that occur exactly once in either text and keep their order. Between them little
 * is left to align, so two long texts with many changes need no long search. (The idea is known as patience difference.)
 */
export function lineAnchors(before: string[], after: string[]): [number, number][] {
  const places = new Map<string, { before: number; after: number }>()
  for (const [index, line] of before.entries()) places.set(line, { before: places.has(line) ? repeated : index, after: missing })
  for (const [index, line] of after.entries()) {
    const place = places.get(line)
    if (place) place.after = place.after === missing ? index : repeated
  }
  const unique = [...places.values()].filter((place) => place.before >= 0 && place.after >= 0)
  return longestAscending(unique.map((place) => [place.before, place.after]))
}

const missing = -1
const repeated = -2

/** The longest run of pairs whose second numbers ascend; the first ones do already. */
function longestAscending(pairs: [number, number][]): [number, number][] {
  /** For each length, the pair that ends a run of it at the smallest second number. */
  const ends: number[] = []
  const previous: number[] = []
  for (const [index, [, second]] of pairs.entries()) {
    let low = 0
    let high = ends.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (pairs[ends[middle]!]![1] < second) low = middle + 1
      else high = middle
    }
    previous[index] = low === 0 ? missing : ends[low - 1]!
    ends[low] = index
  }
  const run: [number, number][] = []
  for (let index = ends.at(-1) ?? missing; index !== missing; index = previous[index]!) run.push(pairs[index]!)
  return run.toReversed()
}
