import { arrivalNote, comparePasted, envLimitProblem, isEnvName } from '@/compose/env-entries.ts'
import type { EnvEntry } from '@/domain/env-encryption.ts'

/**
 * What becomes of a name that the CVM reads now. Its value cannot be read back, so keeping it means entering it again.
 * `value` is null until one was entered; an empty text is a value.
 */
export type EnvDecision = { does: 'replace'; value: string | null } | { does: 'remove' }

/** A name that the CVM does not read yet. `id` tells rows with the same name apart. */
export interface AddedVariable {
  id: number
  name: string
  value: string | null
}

/** The environment as it is being edited. It holds plain values, so it lives in memory only. */
export interface EnvDraft {
  /** False: the environment is left out of the update, and the CVM keeps what it has. */
  isIncluded: boolean
  /** By known name; a name without an entry is undecided. */
  decisions: ReadonlyMap<string, EnvDecision>
  added: readonly AddedVariable[]
}

/** What happens to which name: all of the environment that may be stored or shown. */
export interface EnvironmentChange {
  added: string[]
  /** Known names with a new value. */
  replaced: string[]
  removed: string[]
}

/** The whole set as it would be sent. */
export interface EnvironmentResult {
  entries: EnvEntry[]
  /** The new `allowed_envs`: kept names in their present order, since the order is part of the compose hash, then added ones. */
  names: string[]
  namesChanged: boolean
  change: EnvironmentChange
}

/** A row of the editor: a known name, or an added variable by its id. */
export type EnvRow = `known:${string}` | `added:${number}`

export interface EnvProblem {
  /** `null` for what concerns the whole set. */
  row: EnvRow | null
  kind: 'undecided' | 'value-missing' | 'bad-name' | 'name-missing' | 'duplicate' | 'nothing-to-send' | 'too-large'
  message: string
}

export const emptyEnvDraft: EnvDraft = { isIncluded: false, decisions: new Map(), added: [] }

export const knownRow = (name: string): EnvRow => `known:${name}`
export const addedRow = (id: number): EnvRow => `added:${id}`

export const include = (draft: EnvDraft, isIncluded: boolean): EnvDraft => ({ ...draft, isIncluded })

export const decide = (draft: EnvDraft, name: string, decision: EnvDecision): EnvDraft => ({
  ...draft,
  decisions: new Map(draft.decisions).set(name, decision),
})

export function undecide(draft: EnvDraft, name: string): EnvDraft {
  const decisions = new Map(draft.decisions)
  decisions.delete(name)
  return { ...draft, decisions }
}

export const addVariable = (draft: EnvDraft, name = '', value: string | null = null): EnvDraft => ({
  ...draft,
  added: [...draft.added, { id: Math.max(0, ...draft.added.map(({ id }) => id)) + 1, name, value }],
})

export const changeAdded = (draft: EnvDraft, id: number, change: Partial<Omit<AddedVariable, 'id'>>): EnvDraft => ({
  ...draft,
  added: draft.added.map((variable) => (variable.id === id ? { ...variable, ...change } : variable)),
})

export const dropAdded = (draft: EnvDraft, id: number): EnvDraft => ({
  ...draft,
  added: draft.added.filter((variable) => variable.id !== id),
})

/**
 * The draft for the names that are known now. A name that vanished on the server while it was given a value becomes an added one, so that
 * nothing typed is lost; a name that appeared there is undecided.
 */
export function fitToNames(draft: EnvDraft, known: readonly string[]): EnvDraft {
  const gone = [...draft.decisions].filter(([name]) => !known.includes(name))
  if (gone.length === 0) return draft
  return gone.reduce((fitted, [name, decision]) => {
    const without = undecide(fitted, name)
    return decision.does === 'replace' ? addVariable(without, name, decision.value) : without
  }, draft)
}

const unique = (names: readonly string[]) => [...new Set(names)]

/** Every reason why the set cannot be sent; none while the environment is left out. */
export function envProblems(known: readonly string[], draft: EnvDraft): EnvProblem[] {
  if (!draft.isIncluded) return []
  if (known.length === 0 && draft.added.length === 0) {
    return [{ row: null, kind: 'nothing-to-send', message: 'Add a variable, or leave the environment out of this update.' }]
  }
  const ofKnown = unique(known).flatMap((name): EnvProblem[] => {
    const decision = draft.decisions.get(name)
    const row = knownRow(name)
    if (!decision) return [{ row, kind: 'undecided', message: 'Give it a new value or remove it.' }]
    return decision.does === 'replace' && decision.value === null ? [{ row, kind: 'value-missing', message: 'Enter the new value.' }] : []
  })
  const ofAdded = draft.added.flatMap(({ id, name, value }, index): EnvProblem[] => {
    const row = addedRow(id)
    if (name === '') return [{ row, kind: 'name-missing', message: 'Enter a name, or remove the row.' }]
    if (!isEnvName(name)) {
      return [{ row, kind: 'bad-name', message: 'A name has letters, digits and underscores and does not begin with a digit.' }]
    }
    if (known.includes(name)) return [{ row, kind: 'duplicate', message: `${name} is in the list already. Give it its value there.` }]
    if (draft.added.findIndex((other) => other.name === name) < index) {
      return [{ row, kind: 'duplicate', message: `${name} was added already.` }]
    }
    return value === null ? [{ row, kind: 'value-missing', message: 'Enter its value.' }] : []
  })
  const open = [...ofKnown, ...ofAdded]
  return open.length > 0 ? open : tooLarge(known, draft)
}

function tooLarge(known: readonly string[], draft: EnvDraft): EnvProblem[] {
  const problem = envLimitProblem(enteredValues(known, draft))
  if (!problem) return []
  const added = draft.added.find(({ name }) => name === problem.name)
  const row = problem.name === null ? null : added ? addedRow(added.id) : knownRow(problem.name)
  return [{ row, kind: 'too-large', message: problem.message }]
}

/** What is odd about a value and may well be meant; `null` when nothing is. Says nothing of the value itself. */
export function valueNote(value: string | null): string | null {
  if (value === null) return null
  if (value === '') return 'Empty: the program reads an empty string.'
  if (/^\s|\s$/.test(value)) return 'It begins or ends with a space or a line break, which belongs to the value.'
  const arrival = arrivalNote(value)
  if (arrival) return arrival
  if (/^(["']).+\1$/s.test(value)) return 'The quotes around it belong to the value.'
  return null
}

/** The whole set to encrypt; `null` while the environment is left out or something is still open. */
export function environmentResult(known: readonly string[], draft: EnvDraft): EnvironmentResult | null {
  if (!draft.isIncluded || envProblems(known, draft).length > 0) return null
  const values = new Map<string, string>()
  for (const name of known) {
    const decision = draft.decisions.get(name)
    if (decision?.does === 'replace' && decision.value !== null) values.set(name, decision.value)
  }
  for (const { name, value } of draft.added) if (value !== null) values.set(name, value)
  const change = environmentChange(known, draft)
  return {
    entries: [...values].map(([key, value]) => ({ key, value })),
    names: namesAfter(known, change),
    namesChanged: change.added.length > 0 || change.removed.length > 0,
    change,
  }
}

/** The names that a change leads to: what is not removed in its present order, then what was added. */
export const namesAfter = (known: readonly string[], { added, removed }: EnvironmentChange): string[] => [
  ...known.filter((name) => !removed.includes(name)),
  ...added.filter((name) => !known.includes(name)),
]

/** What was decided so far, as names. */
export function environmentChange(known: readonly string[], draft: EnvDraft): EnvironmentChange {
  const decided = (does: EnvDecision['does']) => unique(known).filter((name) => draft.decisions.get(name)?.does === does)
  return {
    added: unique(draft.added.map(({ name }) => name)).filter(isEnvName),
    replaced: decided('replace'),
    removed: decided('remove'),
  }
}

/** Whether something was entered that leaving would lose. */
export const hasValues = ({ decisions, added }: EnvDraft): boolean =>
  [...decisions.values()].some((decision) => decision.does === 'replace' && decision.value !== null) ||
  added.some(({ value }) => value !== null)

/** Puts kept names back. Their values were never stored and have to be entered again. */
export const envDraftFromNames = ({ added, replaced, removed }: EnvironmentChange): EnvDraft => ({
  isIncluded: true,
  decisions: new Map<string, EnvDecision>([
    ...replaced.map((name): [string, EnvDecision] => [name, { does: 'replace', value: null }]),
    ...removed.map((name): [string, EnvDecision] => [name, { does: 'remove' }]),
  ]),
  added: added.map((name, index) => ({ id: index + 1, name, value: null })),
})

/** What accepting one pasted name would do. `fill` gives a known name its value, `add` brings a name that the CVM does not read yet. */
export interface PasteOffer {
  key: string
  value: string
  does: 'fill' | 'add' | 'replace' | 'same'
}

/**
 * Whether an offer is suggested. A new name beside a line that could not be read may be the rest of that line: somebody has to say that it is
 * a name.
 */
export const isSuggested = ({ does }: PasteOffer, isDoubtful: boolean): boolean => does !== 'same' && !(does === 'add' && isDoubtful)

/** Compares pasted entries with the set at hand; of a repeated name the last one counts, and the name is reported once in `repeated`. */
export function pasteOffers(known: readonly string[], draft: EnvDraft, pasted: EnvEntry[]): { offers: PasteOffer[]; repeated: string[] } {
  const { changes, repeated } = comparePasted(enteredValues(known, draft), pasted)
  const offers = changes.map(({ key, value, does }): PasteOffer => ({
    key,
    value,
    does: does === 'add' && (known.includes(key) || draft.added.some(({ name }) => name === key)) ? 'fill' : does,
  }))
  return { offers, repeated }
}

function enteredValues(known: readonly string[], draft: EnvDraft): EnvEntry[] {
  const ofKnown = [...draft.decisions].flatMap(([key, decision]) =>
    known.includes(key) && decision.does === 'replace' && decision.value !== null ? [{ key, value: decision.value }] : [],
  )
  const ofAdded = draft.added.flatMap(({ name: key, value }) => (value === null ? [] : [{ key, value }]))
  return [...ofKnown, ...ofAdded]
}

/** What a name would have: its entered value, `null` when it is not there, `undefined` for a value that cannot be read back. */
export function valueOfName(known: readonly string[], draft: EnvDraft, name: string): string | null | undefined {
  const entered = enteredValues(known, draft).findLast(({ key }) => key === name)
  if (entered) return entered.value
  const isThere = known.includes(name) && !(draft.isIncluded && draft.decisions.get(name)?.does === 'remove')
  return isThere ? undefined : null
}

/** Takes pasted entries over. Names that were not pasted stay as they are: nothing is removed by leaving it out. */
export const acceptPaste = (known: readonly string[], draft: EnvDraft, entries: EnvEntry[]): EnvDraft =>
  entries.reduce(
    (taken, { key, value }) => {
      if (known.includes(key)) return decide(taken, key, { does: 'replace', value })
      const present = taken.added.find(({ name }) => name === key)
      return present ? changeAdded(taken, present.id, { value }) : addVariable(taken, key, value)
    },
    include(draft, true),
  )
