import { type Typed, typed } from './yaml/scalar.ts'
import { YamlMistake } from './yaml/tokens.ts'
import type { Place, YamlMap, YamlNode, YamlScalar } from './yaml/tree.ts'

/**
 * The one reading of a compose file: merges, aliases and resets are resolved as Docker resolves them, and every value still knows where a
 * person typed it. Shared parts are the same object, so a walk over the whole model may pass a value more than once.
 */
export type Value = ScalarValue | ListValue | MapValue

export interface ScalarValue extends Typed {
  kind: 'scalar'
  at: Place
  /** What stands in the file, before variables were put in. */
  node: YamlScalar
  /** Holds a variable whose value is not known here: its text says nothing. */
  isUnknown?: boolean
}

export interface ListValue {
  kind: 'list'
  at: Place
  items: Value[]
  /** Replaces instead of adding to what an earlier document said. */
  overrides?: boolean
}

export interface MapValue {
  kind: 'map'
  at: Place
  entries: Map<string, Entry>
  overrides?: boolean
}

export interface Entry {
  /** Where the key stands. */
  at: Place
  value: Value
}

/** More values than this come only from aliases that multiply. */
const sizeLimit = 300_000
/** Deeper than this nothing is but aliases within aliases; every walk goes down the call stack. */
const depthLimit = 400

interface Made {
  /** `null` for what is reset. */
  value: Value | null
  /** How many values it stands for once all aliases are written out. */
  size: number
  depth: number
}

/** Turns YAML trees into values. Throws a `YamlMistake` for what Docker refuses while it decodes. */
export function modelOf(root: YamlNode): Value {
  const known = new Map<YamlNode, Made>()
  let mergedEntries = 0
  return made(root).value ?? nothing(root)

  function nothing(node: YamlNode): ScalarValue {
    const { from } = node
    const scalar: YamlScalar = { kind: 'scalar', text: '', style: 'plain', tag: null, from, to: from }
    return { kind: 'scalar', type: 'null', text: '', at: { from, to: from }, node: scalar }
  }

  function made(node: YamlNode): Made {
    const before = known.get(node)
    if (before) return before
    const result = node.kind === 'alias' ? made(node.target) : fresh(node)
    if (result.size > sizeLimit) throw new YamlMistake('too-many-aliases', node.from)
    if (result.depth > depthLimit) throw new YamlMistake('too-deep', node.from)
    // A scalar is quicker made again than kept: files have a hundred thousand of them.
    if (node.kind !== 'scalar') known.set(node, result)
    return result
  }

  function fresh(node: Exclude<YamlNode, { kind: 'alias' }>): Made {
    if (node.tag === '!reset') return { value: null, size: 1, depth: 1 }
    const at = { from: node.from, to: node.to }
    const overrides = node.tag === '!override' ? { overrides: true } : {}
    if (node.kind === 'scalar') return { value: { kind: 'scalar', ...typed(node), at, node }, size: 1, depth: 1 }
    if (node.kind === 'list') {
      const parts = node.items.map(made)
      const items = parts.flatMap(({ value }) => (value ? [value] : []))
      return {
        value: { kind: 'list', at, items, ...overrides },
        size: parts.reduce((sum, { size }) => sum + size, 1),
        depth: parts.reduce((deepest, { depth }) => Math.max(deepest, depth + 1), 1),
      }
    }
    return map(node, at, overrides)
  }

  function map(node: YamlMap, at: Place, overrides: { overrides?: boolean }): Made {
    const seen = new Set<string>()
    const entries = new Map<string, Entry>()
    let [size, depth] = [1, 1]
    let merge: YamlNode | null = null
    for (const pair of node.pairs) {
      const key = pair.key.kind === 'alias' ? pair.key.target : pair.key
      if (key.kind !== 'scalar') throw new YamlMistake('non-string-key', pair.key.from)
      if (seen.has(key.text)) throw new YamlMistake('repeated-key', pair.key.from)
      seen.add(key.text)
      if (key.text === '<<' && key.style === 'plain' && key.tag === null) {
        merge = pair.value
        continue
      }
      if (typed(key).type !== 'string') throw new YamlMistake('non-string-key', pair.key.from)
      const part = made(pair.value)
      size += part.size
      depth = Math.max(depth, part.depth + 1)
      if (part.value) entries.set(key.text, { at: { from: pair.key.from, to: pair.key.to }, value: part.value })
    }
    for (const source of merge ? merged(merge) : []) {
      size += source.size
      depth = Math.max(depth, source.depth)
      mergedEntries += source.value.entries.size
      if (mergedEntries > sizeLimit) throw new YamlMistake('too-many-aliases', node.from)
      for (const [key, entry] of source.value.entries) if (!entries.has(key)) entries.set(key, entry)
    }
    return { value: { kind: 'map', at, entries, ...overrides }, size, depth }
  }

  /** What `<<` brings in, the strongest first. */
  function merged(node: YamlNode): { value: MapValue; size: number; depth: number }[] {
    const target = node.kind === 'alias' ? node.target : node
    const parts = target.kind === 'list' ? target.items : [target]
    return parts.map((part) => {
      const { value, size, depth } = made(part)
      if (value?.kind !== 'map') throw new YamlMistake('merge-value', part.from)
      return { value, size, depth }
    })
  }
}

/** The entry's value under a key of a map; `undefined` for anything else. */
export const get = (value: Value | undefined, key: string): Value | undefined =>
  value?.kind === 'map' ? value.entries.get(key)?.value : undefined

export const entriesOf = (value: Value | undefined): [string, Entry][] => (value?.kind === 'map' ? [...value.entries] : [])
export const itemsOf = (value: Value | undefined): Value[] => (value?.kind === 'list' ? value.items : [])

/** A scalar's text, where it is known. */
export const textOf = (value: Value | undefined): string | undefined =>
  value?.kind === 'scalar' && value.type !== 'null' && !value.isUnknown ? value.text : undefined
