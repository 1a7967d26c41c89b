import { composeModel } from './read-compose.ts'
import { entriesOf, get, itemsOf, type ScalarValue, type Value } from './model.ts'
import type { SecretPlace } from './remark.ts'
import { hasVariable, variablesOf } from './secrets.ts'

export interface MoveOptions {
  /** What the environment has under that name now: `null` for nothing, `undefined` for a value that cannot be read back. */
  current: string | null | undefined
  /** The variable's name in the environment, when it is to be another than in the file. */
  as?: string
  /** The environment's value may be replaced. */
  replaces?: boolean
}

export type MoveResult =
  | { moved: true; text: string; name: string; value: string }
  /** `gone`: it no longer stands there. `name`: no variable can be called so. `refers`: it takes something from another variable.
   * `taken`: the name means something else already, in the environment or elsewhere in the file. */
  | { moved: false; because: 'gone' | 'name' | 'refers' | 'taken' }

const variableName = /^[A-Za-z_][A-Za-z0-9_]*$/

/**
 * Takes a value that stands in plain text out of a compose file: the text with `${NAME}` in its place, and the value as Docker reads it.
 * Everything else stays byte for byte. What Docker makes of the file with the variable set is what it made of it before: a move that would
 * change anything else is not made.
 */
export function takeSecret(
  text: string,
  place: SecretPlace,
  { current, as: name = place.name, replaces = false }: MoveOptions,
): MoveResult {
  const before = composeModel(text, { names: null }, ignore)
  const found = before && variableAt(before.root, place)
  if (!found) return { moved: false, because: 'gone' }
  if (!variableName.test(name)) return { moved: false, because: 'name' }
  const { scalar, prefix } = found
  if (hasVariable(scalar.node.text)) return { moved: false, because: 'refers' }
  const value = scalar.text.slice(prefix)
  if (!replaces && current !== null && current !== value) return { moved: false, because: 'taken' }

  const written = JSON.stringify(`${prefix > 0 ? `${place.name}=` : ''}\${${name}}`)
  const moved = text.slice(0, scalar.at.from) + written + text.slice(scalar.at.to)
  const now = current === null ? new Map<string, string>() : new Map([[name, value]])
  if (!hasSameMeaning(text, replaces ? new Map([[name, value]]) : now, moved, new Map([[name, value]])))
    return { moved: false, because: 'taken' }
  return { moved: true, text: moved, name, value }
}

const ignore = () => {}

/** The variable of any service that was typed at a place. */
function variableAt(root: Value, { name, from }: SecretPlace): { scalar: ScalarValue; prefix: number } | null {
  for (const [, { value: service }] of entriesOf(get(root, 'services'))) {
    const found = variablesOf(get(service, 'environment')).find((variable) => variable.name === name && variable.scalar.at.from === from)
    if (found) return found
  }
  return null
}

/** Whether Docker makes the same of two texts, each with the values that are set for it. Other variables are whatever they are. */
function hasSameMeaning(before: string, valuesBefore: Map<string, string>, after: string, valuesAfter: Map<string, string>): boolean {
  const left = meaning(before, valuesBefore, [...valuesAfter.keys()])
  return left !== null && left === meaning(after, valuesAfter, [...valuesAfter.keys()])
}

/** The whole model as text. Names in `watched` are set as `values` says; a variable outside of them stands for itself. */
function meaning(text: string, values: Map<string, string>, watched: string[]): string | null {
  const names = [...text.matchAll(/[A-Za-z_]\w*/g)].map(([name]) => name)
  const all = new Map<string, string>(names.flatMap((name) => (watched.includes(name) ? [] : [[name, `<${name}>`]])))
  for (const [name, value] of values) all.set(name, value)
  let isSound = true
  const model = composeModel(text, { names: [...all.keys()], values: all }, (finding) => {
    if (finding.severity === 'error' && finding.rule !== 'bad-value') isSound = false
  })
  if (!model || !isSound) return null
  const passed = model.variables.filter(({ needs, name }) => (needs === 'passed' || needs === 'file') && watched.includes(name))
  return JSON.stringify([written(model.root), passed.map(({ name }) => [name, values.get(name) ?? null])])
}

function written(value: Value): unknown {
  if (value.kind === 'scalar') return value.type === 'null' ? null : value.text
  if (value.kind === 'list') return itemsOf(value).map(written)
  return entriesOf(value).map(([key, { value: inner }]) => [key, written(inner)])
}
