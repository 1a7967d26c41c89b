/** The links of the chain from the hardware to the file, in the order in which they are read. */
export const linkIds = [
  'quote',
  'tcb',
  'debug',
  'registers',
  'file',
  'hash',
  'allowed',
  'app',
  'instance',
  'device',
  'image',
  'keys',
] as const

export type LinkId = (typeof linkIds)[number]

/**
 * `unknown`: it could not be checked, so nothing is said. `not-applicable`: what was signed says that there is nothing to check; a part that
 * is missing never says so.
 */
export type LinkState = 'holds' | 'fails' | 'unknown' | 'not-applicable'

/** Two values that ought to be the same, each with where it comes from. `null` was not to be had. */
export interface Compared {
  measured: string | null
  measuredFrom: string
  expected: string | null
  expectedFrom: string
}

export interface Link {
  id: LinkId
  state: LinkState
  compared: Compared[]
  /** Why it is so, in whole sentences. */
  note: string
}

export type Verdict = 'holds' | 'fails' | 'unknown'

/** One link that fails makes the whole fail; one that is unknown keeps it from holding. */
export function verdictOf(links: readonly Pick<Link, 'state'>[]): Verdict {
  if (links.some(({ state }) => state === 'fails')) return 'fails'
  return links.length > 0 && links.every(({ state }) => state === 'holds' || state === 'not-applicable') ? 'holds' : 'unknown'
}

/** What a check found; the builder of the list adds which link it is. */
export type Finding = Omit<Link, 'id'>

export const unknown = (note: string, compared: Compared[] = []): Finding => ({ state: 'unknown', compared, note })
export const fails = (note: string, compared: Compared[] = []): Finding => ({ state: 'fails', compared, note })
export const holds = (note: string, compared: Compared[] = []): Finding => ({ state: 'holds', compared, note })

/** Of a quote that does not hold, nothing that it says holds. */
export const onlyOfGenuine = (finding: Finding, quote: Finding): Finding =>
  quote.state === 'holds' || finding.state !== 'holds'
    ? finding
    : { ...finding, state: 'unknown', note: `${finding.note} But the link above that this rests on does not hold.` }
