import { type MistakeReason, type ScalarStyle, type Token, type TokenKind, YamlMistake, yamlTokens } from './tokens.ts'

/** Where something stands in the text: the first character and the one after the last. */
export interface Place {
  from: number
  to: number
}

export interface YamlScalar extends Place {
  kind: 'scalar'
  /** What stands between the quotes, with escapes resolved; for a plain one its very characters. */
  text: string
  style: ScalarStyle
  tag: string | null
}

export interface YamlList extends Place {
  kind: 'list'
  tag: string | null
  items: YamlNode[]
}

export interface YamlMap extends Place {
  kind: 'map'
  tag: string | null
  pairs: { key: YamlNode; value: YamlNode }[]
}

/** `*name`: the same node once more. */
export interface YamlAlias extends Place {
  kind: 'alias'
  target: YamlNode
}

export type YamlNode = YamlScalar | YamlList | YamlMap | YamlAlias

const coreTag = (tag: string) => (tag.startsWith('!!') ? tag : tag.startsWith('tag:yaml.org,2002:') ? `!!${tag.slice(18)}` : tag)

/** The documents of a YAML text as trees with places. Throws a `YamlMistake`. */
export function yamlDocuments(source: string): YamlNode[] {
  const tokens = yamlTokens(source)
  let next = 0
  let anchors = new Map<string, YamlNode | null>()

  const peek = () => tokens[next]!
  const kind = () => peek().kind
  const mistake = (reason: MistakeReason, token: Token = peek()) => new YamlMistake(reason, token.from)
  const take = () => tokens[next++]!
  function takeIf(wanted: TokenKind): boolean {
    if (kind() !== wanted) return false
    next += 1
    return true
  }

  const documents: YamlNode[] = []
  let isFirst = true
  while (kind() !== 'end') {
    if (takeIf('document-end')) continue
    let hasDirective = false
    while (takeIf('directive')) hasDirective = true
    const start = peek()
    const isExplicit = takeIf('document-start')
    if (kind() === 'end' && !isExplicit && !hasDirective) break
    if (!isExplicit && (hasDirective || !isFirst)) throw mistake('document-start', start)
    anchors = new Map()
    documents.push(
      isExplicit && ['directive', 'document-start', 'document-end', 'end'].includes(kind()) ? nothing(start.to) : node('block', false),
    )
    isFirst = takeIf('document-end')
    if (!isFirst && !['document-start', 'end'].includes(kind())) throw mistake('document-start')
  }
  return documents

  function nothing(at: number): YamlScalar {
    return { kind: 'scalar', text: '', style: 'plain', tag: null, from: at, to: at }
  }

  /** A value of a key in block style may be a list that is not indented more than its key. */
  function node(context: 'block' | 'flow', mayBeUnindented: boolean): YamlNode {
    const first = peek()
    if (first.kind === 'alias') {
      next += 1
      const target = anchors.get(first.text!)
      if (target === undefined) throw mistake('unknown-alias', first)
      if (target === null) throw mistake('cycle', first)
      return { kind: 'alias', target, from: first.from, to: first.to }
    }
    let tag: string | null = null
    let anchor: string | null = null
    for (;;) {
      if (kind() === 'tag') {
        if (tag !== null) throw mistake('two-anchors')
        const token = take()
        tag = coreTag(token.text!)
        if (/^!\w+!/.test(tag)) throw mistake('tag', token)
      } else if (kind() === 'anchor') {
        if (anchor !== null) throw mistake('two-anchors')
        anchor = take().text!
      } else break
    }
    if (tag === '!') tag = '!!str'
    if (anchor !== null) anchors.set(anchor, null)
    const made = content(context, mayBeUnindented, tag, tag !== null || anchor !== null)
    if (anchor !== null) anchors.set(anchor, made)
    return made
  }

  function content(context: 'block' | 'flow', mayBeUnindented: boolean, tag: string | null, hasProperties: boolean): YamlNode {
    const token = peek()
    switch (token.kind) {
      case 'scalar':
        next += 1
        return { kind: 'scalar', text: token.text!, style: token.style!, tag, from: token.from, to: token.to }
      case 'list-open':
        return flowList(tag)
      case 'map-open':
        return flowMap(tag)
      case 'block-list':
        if (context === 'flow') break
        return blockList(tag)
      case 'block-map':
        if (context === 'flow') break
        return blockMap(tag)
      case 'item':
        if (mayBeUnindented) return unindentedList(tag)
        break
      default:
    }
    if (hasProperties) return { ...nothing(token.from), tag }
    throw mistake(context === 'flow' ? 'unclosed-flow' : token.kind === 'alias' ? 'two-anchors' : 'odd-start', token)
  }

  function blockList(tag: string | null): YamlList {
    const { from } = take()
    const items: YamlNode[] = []
    while (kind() === 'item') {
      const { to } = take()
      items.push(kind() === 'item' || kind() === 'block-end' ? nothing(to) : node('block', false))
    }
    const end = peek()
    if (!takeIf('block-end')) throw mistake('expected-item')
    return { kind: 'list', tag, items, from, to: end.from }
  }

  function unindentedList(tag: string | null): YamlList {
    const { from } = peek()
    const items: YamlNode[] = []
    while (kind() === 'item') {
      const { to } = take()
      items.push(['item', 'key', 'value', 'block-end'].includes(kind()) ? nothing(to) : node('block', false))
    }
    return { kind: 'list', tag, items, from, to: peek().from }
  }

  function blockMap(tag: string | null): YamlMap {
    const { from } = take()
    const pairs: YamlMap['pairs'] = []
    while (kind() === 'key') {
      const { to } = take()
      const key = ['key', 'value', 'block-end'].includes(kind()) ? nothing(to) : node('block', true)
      let value: YamlNode = nothing(key.to)
      if (kind() === 'value') {
        const colon = take()
        value = ['key', 'value', 'block-end'].includes(kind()) ? nothing(colon.to) : node('block', true)
      }
      pairs.push({ key, value })
    }
    const end = peek()
    if (!takeIf('block-end')) throw mistake('expected-key')
    return { kind: 'map', tag, pairs, from, to: end.from }
  }

  function flowList(tag: string | null): YamlList {
    const { from } = take()
    const items: YamlNode[] = []
    while (kind() !== 'list-close') {
      if (items.length > 0) {
        if (!takeIf('comma')) throw new YamlMistake('unclosed-flow', from)
        if (kind() === 'list-close') break
      }
      items.push(kind() === 'key' ? onlyPair() : node('flow', false))
    }
    const { to } = take()
    return { kind: 'list', tag, items, from, to }
  }

  /** `[a: b]` is a list with a map of one pair. */
  function onlyPair(): YamlMap {
    const { from, to } = take()
    const key = ['value', 'comma', 'list-close'].includes(kind()) ? nothing(to) : node('flow', false)
    const value = flowValue(key, 'list-close')
    return { kind: 'map', tag: null, pairs: [{ key, value }], from, to: value.to }
  }

  function flowValue(key: YamlNode, close: 'list-close' | 'map-close'): YamlNode {
    if (kind() !== 'value') return nothing(key.to)
    const { to } = take()
    return kind() === 'comma' || kind() === close ? nothing(to) : node('flow', false)
  }

  function flowMap(tag: string | null): YamlMap {
    const { from } = take()
    const pairs: YamlMap['pairs'] = []
    while (kind() !== 'map-close') {
      if (pairs.length > 0) {
        if (!takeIf('comma')) throw new YamlMistake('unclosed-flow', from)
        if (kind() === 'map-close') break
      }
      if (kind() === 'key') {
        const { to } = take()
        const key = ['value', 'comma', 'map-close'].includes(kind()) ? nothing(to) : node('flow', false)
        pairs.push({ key, value: flowValue(key, 'map-close') })
      } else {
        const key = node('flow', false)
        pairs.push({ key, value: nothing(key.to) })
      }
    }
    const { to } = take()
    return { kind: 'map', tag, pairs, from, to }
  }
}
