import { invisibleCharacter } from './characters.ts'
import { entriesOf, type MapValue, type Value } from './model.ts'
import { error, type Report } from './remark.ts'
import { composeSchema, followed, type Schema } from './specification.ts'

/** Looking for the nearest known key is work; after so many unknown ones nobody reads on. */
const suggestionLimit = 20

type Kind = 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean' | 'null' | 'timestamp'

const kindOf = (value: Value): Kind => (value.kind === 'map' ? 'object' : value.kind === 'list' ? 'array' : value.type)

const kindWords: Record<Kind, string> = {
  object: 'a set of keys',
  array: 'a list',
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  null: 'empty',
  timestamp: 'a date (put quotes around it)',
}
const kindOrder: Kind[] = ['string', 'integer', 'number', 'boolean', 'array', 'object', 'null']

const typesOf = (schema: Schema): string[] =>
  schema.type === undefined ? [] : typeof schema.type === 'string' ? [schema.type] : schema.type

function hasType(value: Value, types: string[]): boolean {
  if (types.length === 0) return true
  const kind = kindOf(value)
  if (types.includes(kind)) return true
  if (value.kind !== 'scalar') return false
  // A text with a variable in it is a text for Docker too, whatever it will be.
  if (value.isUnknown) return types.some((type) => type !== 'object' && type !== 'array')
  if (kind === 'integer') return types.includes('number')
  return kind === 'number' && types.includes('integer') && Number.isInteger(Number(value.text))
}

/** The kinds of value that a schema accepts, its alternatives included. */
function accepted(schema: Schema): string[] {
  const { oneOf, type } = followed(schema)
  return oneOf && type === undefined ? oneOf.flatMap(accepted) : typesOf(followed(schema))
}

function inWords(kinds: string[]): string {
  const words = kindOrder
    .filter((kind) => kinds.includes(kind) && !(kind === 'integer' && kinds.includes('number')))
    .map((kind) => kindWords[kind])
  return words.length < 2 ? (words[0] ?? 'something else') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`
}

const patterns = new Map<string, RegExp>()
function matches(pattern: string, text: string): boolean {
  const compiled = patterns.get(pattern) ?? new RegExp(pattern, 'u')
  patterns.set(pattern, compiled)
  return compiled.test(text)
}

const asKey = (value: Value): string =>
  value.kind === 'scalar'
    ? `${value.type === 'integer' ? 'number' : value.type}:${value.text}`
    : value.kind === 'list'
      ? `[${value.items.map(asKey).join('\u0000')}]`
      : `{${[...value.entries]
          .map(([key, { value: inner }]) => `${key}\u0001${asKey(inner)}`)
          .sort()
          .join('\u0000')}}`

const hasUnknown = (value: Value): boolean =>
  value.kind === 'scalar'
    ? value.isUnknown === true
    : value.kind === 'list'
      ? value.items.some(hasUnknown)
      : [...value.entries.values()].some((entry) => hasUnknown(entry.value))

/** Reports where a model departs from the Compose specification: what Docker refuses before it starts anything. */
export function checkSchema(root: MapValue, report: Report) {
  let suggestions = 0
  check(root, composeSchema, '', root.at.from, report)

  /** `at` is where the key stands that leads to the value. */
  function check(value: Value, given: Schema, path: string, at: number, say: Report) {
    const schema = followed(given)
    if (schema.oneOf) return checkAlternatives(value, schema.oneOf, path, at, say)
    const name = path || 'The file'
    if (!hasType(value, typesOf(schema))) {
      const kind = kindOf(value)
      say(
        error(
          value.kind === 'scalar' && value.at.to > value.at.from ? value.at.from : at,
          'compose-specification',
          `“${name}” has to be ${inWords(typesOf(schema))}, and here it is ${kind === 'null' ? 'empty' : kindWords[kind]}.`,
        ),
      )
      return
    }
    if (value.kind === 'map') checkMap(value, schema, path, at, say)
    else if (value.kind === 'list') checkList(value.items, schema, path, say)
    else if (!value.isUnknown) {
      if (schema.enum && !schema.enum.includes(value.text)) {
        say(error(value.at.from, 'compose-specification', `“${name}” has to be one of ${schema.enum.map(String).join(', ')}.`))
      } else if (schema.pattern !== undefined && value.type === 'string' && !matches(schema.pattern, value.text)) {
        say(error(value.at.from, 'compose-specification', `“${name}” is not written as Docker needs it (${schema.pattern}).`))
      } else if (value.type === 'integer' || value.type === 'number') {
        const size = Number(value.text)
        if (schema.minimum !== undefined && size < schema.minimum) {
          say(error(value.at.from, 'compose-specification', `“${name}” has to be ${schema.minimum} or more.`))
        }
        if (schema.maximum !== undefined && size > schema.maximum) {
          say(error(value.at.from, 'compose-specification', `“${name}” has to be ${schema.maximum} or less.`))
        }
      }
    }
  }

  /** One alternative has to fit; where none does, what is said is about the one of the same kind. */
  function checkAlternatives(value: Value, alternatives: Schema[], path: string, at: number, say: Report) {
    const ofKind = alternatives.filter((alternative) => {
      const { oneOf } = followed(alternative)
      return oneOf ? true : hasType(value, typesOf(followed(alternative)))
    })
    let first: Parameters<Report>[0][] | null = null
    for (const alternative of ofKind) {
      const found: Parameters<Report>[0][] = []
      check(value, alternative, path, at, (finding) => found.push(finding))
      if (found.length === 0) return
      first ??= found
    }
    if (first) for (const finding of first) say(finding)
    else check(value, { type: [...new Set(alternatives.flatMap(accepted))] }, path, at, say)
  }

  function checkMap(value: MapValue, schema: Schema, path: string, at: number, say: Report) {
    const known = schema.properties ?? {}
    const patterned = Object.entries(schema.patternProperties ?? {})
    for (const [key, entry] of entriesOf(value)) {
      const inner = path ? `${path}.${key}` : key
      const own = Object.hasOwn(known, key) ? known[key] : undefined
      const fitting = patterned.filter(([pattern]) => matches(pattern, key)).map(([, schemaOfPattern]) => schemaOfPattern)
      for (const part of own ? [own, ...fitting] : fitting) check(entry.value, part, inner, entry.at.from, say)
      if (own || fitting.length > 0) continue
      if (schema.additionalProperties === false) {
        say(
          error(
            entry.at.from,
            'compose-specification',
            `“${key}” is not known ${path ? `under ${path}` : 'at the top level'}.${hint(key, known)}`,
          ),
        )
      } else if (typeof schema.additionalProperties === 'object') check(entry.value, schema.additionalProperties, inner, entry.at.from, say)
    }
    for (const key of schema.required ?? []) {
      if (!value.entries.has(key)) say(error(at, 'compose-specification', `“${path || 'The file'}” lacks “${key}”, which Docker needs.`))
    }
  }

  function checkList(items: Value[], schema: Schema, path: string, say: Report) {
    const seen = new Set<string>()
    for (const item of items) {
      if (schema.items) check(item, schema.items, path, item.at.from, say)
      if (!schema.uniqueItems || hasUnknown(item)) continue
      const key = asKey(item)
      if (seen.has(key)) say(error(item.at.from, 'compose-specification', `“${path}” names the same thing twice. Remove one.`))
      seen.add(key)
    }
  }

  function hint(key: string, known: Record<string, Schema>): string {
    if (suggestions >= suggestionLimit) return ''
    suggestions += 1
    const odd = invisibleCharacter(key)
    if (odd) return ` It contains ${odd}, so it is not the key it looks like. Retype the line.`
    const near = Object.keys(known).find((other) => isNear(key, other))
    return near ? ` Did you mean “${near}”?` : ' Check its spelling and indentation.'
  }
}

/** Whether two words differ by one letter that is missing, added, changed or swapped with its neighbour. */
function isNear(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1 || a.length < 3) return false
  let at = 0
  while (at < a.length && a[at] === b[at]) at += 1
  const [restA, restB] = [a.slice(at), b.slice(at)]
  return (
    restA.slice(1) === restB ||
    restA === restB.slice(1) ||
    restA.slice(1) === restB.slice(1) ||
    (restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2))
  )
}
