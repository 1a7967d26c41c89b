import * as z from 'zod/mini'
import { unreadKey } from '../schemas/values.ts'
import { kindOf, type Misread } from './misread.ts'
import { inNewerShape } from './older-shapes.ts'
import { isFieldName, isNeeded, isRecord, partAt } from './schema-parts.ts'

type Issue = z.core.$ZodIssue
type Path = readonly PropertyKey[]

export interface AnswerRead<Schema extends z.core.$ZodType> {
  /** `undefined` when something that everything depends on could not be read. */
  data: z.output<Schema> | undefined
  misread: Misread[]
  /** Where it was not as expected: places only, since values may be private. */
  message: string
}

/**
 * Reads an answer of which something is not as the schema wants it, and keeps everything else: an odd field that may be missing counts as
 * not reported, an odd record of a list is left out and counted, and only what cannot do without makes the whole answer unreadable. Shapes
 * of older API versions are read as well.
 */
export function readAnswer<Schema extends z.core.$ZodType>(schema: Schema, body: unknown): AnswerRead<Schema> {
  const misread = new Map<string, Misread>()
  const note = (path: Path, issue: Issue, found: unknown, lost: Misread['lost']) => {
    const words = pathWords(path)
    const known = misread.get(words)
    if (known) known.count += 1
    else misread.set(words, { path: words, expected: expectedIn(issue), found: kindOf(found), lost, count: 1 })
  }
  let rest = structuredClone(inNewerShape(body))
  let goneOfBareList = 0
  for (;;) {
    const parsed = z.safeParse(schema, rest)
    if (parsed.success) return { data: withCount(parsed.data, goneOfBareList), ...whatWas(misread) }
    const cuts = new Map<string, Cut>()
    const found = parsed.error.issues.map((issue) => ({ issue, cut: innermostCut(schema, issue.path) }))
    for (const { issue, cut } of found.toSorted((a, b) => rank[a.cut?.lost ?? 'answer'] - rank[b.cut?.lost ?? 'answer'])) {
      // What else is odd about a record that is left out anyway is not worth a word.
      if (cut && cut.path.some((_, length) => cuts.get(JSON.stringify(cut.path.slice(0, length + 1)))?.lost === 'record')) continue
      note(issue.path, issue, valueAt(rest, issue.path), cut?.lost ?? 'answer')
      if (!cut) return { data: undefined, ...whatWas(misread) }
      cuts.set(JSON.stringify(cut.path), cut)
    }
    if (losesWholeList(rest, cuts.values())) {
      for (const found of misread.values()) found.lost = 'answer'
      return { data: undefined, ...whatWas(misread) }
    }
    goneOfBareList += recordsOfBareList(cuts.values())
    // Later items first, so that the places of the earlier ones stay what they are.
    for (const { path, lost } of [...cuts.values()].toSorted(byPlace).toReversed()) leaveOut(rest, path, lost, schema)
  }
}

function whatWas(found: Map<string, Misread>) {
  const misread = [...found.values()]
  const places = misread.filter(({ lost }) => lost === 'answer').map(({ path }) => path)
  return { misread, message: `The answer has a format that this console does not know (at ${places.join(', ')}).` }
}

const recordsOfBareList = (cuts: Iterable<Cut>) => [...cuts].filter(({ path, lost }) => lost === 'record' && path.length === 1).length

/** Of a bare list without any of its records nothing is left that could say so: an empty one would be told of a list that was not read. */
function losesWholeList(body: unknown, cuts: Iterable<Cut>): boolean {
  const gone = recordsOfBareList(cuts)
  return Array.isArray(body) && gone > 0 && gone === body.length
}

/** No object holds a bare list, so how many of its records are gone stands at the list itself, where only `unreadOf` looks. */
function withCount<Data>(data: Data, gone: number): Data {
  if (gone > 0 && Array.isArray(data)) Object.defineProperty(data, unreadKey, { value: gone })
  return data
}

const rank = { answer: 0, record: 1, field: 2 }

/** Items of one list in their order. */
function byPlace(a: Cut, b: Cut): number {
  const at = a.path.findIndex((key, index) => key !== b.path[index])
  const [one, other] = [a.path[at], b.path[at]]
  return typeof one === 'number' && typeof other === 'number' ? one - other : a.path.length - b.path.length
}

interface Cut {
  path: Path
  lost: 'field' | 'record'
}

/** The least that has to be left out for an issue to go away. */
function innermostCut(schema: z.core.$ZodType, path: Path): Cut | null {
  let cut: Cut | null = null
  let here = schema
  for (const [index, key] of path.entries()) {
    const next = partAt(here, key)
    if (!next) break
    const end = path.slice(0, index + 1)
    if (next.within === 'table' || (next.within === 'list' && isRecord(next.part))) cut = { path: end, lost: 'record' }
    else if (next.within === 'object' && mayBeMissing(next.part)) cut = { path: end, lost: 'field' }
    here = next.part
  }
  return cut
}

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((found, key) => (found as Record<PropertyKey, unknown> | null | undefined)?.[key], value)

/** How a field says that there is nothing in it. */
const absence = (schema: z.core.$ZodType): 'left out' | 'null' | 'not allowed' =>
  z.safeParse(schema, undefined).success ? 'left out' : z.safeParse(schema, null).success ? 'null' : 'not allowed'

/** Whether an odd field counts as not reported. */
const mayBeMissing = (field: z.core.$ZodType) => absence(field) !== 'not allowed' && !isNeeded(field)

/** Takes out what stands at `path`. A list says in the object that holds it how many of its records are gone. */
function leaveOut(body: unknown, path: Path, lost: Cut['lost'], schema: z.core.$ZodType) {
  const holder = valueAt(body, path.slice(0, -1))
  const last = path.at(-1)!
  if (!Array.isArray(holder)) {
    if (typeof holder !== 'object' || holder === null) return
    const entries = holder as Record<PropertyKey, unknown>
    const part = path.reduce<z.core.$ZodType | undefined>((here, key) => here && partAt(here, key)?.part, schema)
    if (part && lost === 'field' && absence(part) === 'null') entries[last] = null
    else delete entries[last]
    return
  }
  holder.splice(Number(last), 1)
  const around = valueAt(body, path.slice(0, -2))
  if (lost === 'record' && path.length > 1 && typeof around === 'object' && around !== null && !Array.isArray(around)) {
    const counts = around as Record<string, unknown>
    counts[unreadKey] = (typeof counts[unreadKey] === 'number' ? counts[unreadKey] : 0) + 1
  }
}

const pathWords = (path: Path) =>
  path.reduce<string>((words, key) => {
    if (typeof key === 'number') return `${words}[]`
    const name = isFieldName(String(key)) ? String(key) : '*'
    return words === '' ? name : `${words}.${name}`
  }, '') || 'the answer'

function expectedIn(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.expected === 'array' ? 'list' : issue.expected === 'record' ? 'object' : issue.expected
    case 'invalid_union':
      return [...new Set(issue.errors.flat().map(expectedIn))].join(' or ')
    case 'invalid_value':
      return `one of ${issue.values.map(String).join(', ')}`
    case 'invalid_format':
      return 'a number as text'
    case 'custom':
      return issue.message
    default:
      return 'another size'
  }
}
