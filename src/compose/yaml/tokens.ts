/**
 * Splits YAML into tokens as the reader inside Docker Compose does (go-yaml, which follows libyaml): what one refuses, the other refuses.
 * Written here and not taken from a package because it has to judge alike, has to stay linear on any input (packages take up to a minute
 * for 200 KiB of garbage), and because what it says about a mistake is read by people.
 */

/** Where YAML stops making sense. `reason` is one of few, so that it can be put in words elsewhere. */
export class YamlMistake extends Error {
  readonly reason: MistakeReason
  readonly at: number

  constructor(reason: MistakeReason, at: number) {
    super(reason)
    this.reason = reason
    this.at = at
  }
}

export type MistakeReason =
  | 'alias-name'
  | 'anchor-name'
  | 'bad-escape'
  | 'block-header'
  | 'control-character'
  | 'cycle'
  | 'directive'
  | 'document-start'
  | 'empty-document'
  | 'expected-key'
  | 'expected-item'
  | 'key-not-allowed'
  | 'list-not-allowed'
  | 'merge-value'
  | 'missing-colon'
  | 'non-string-key'
  | 'odd-start'
  | 'repeated-key'
  | 'scalar-tag'
  | 'tab-indent'
  | 'tag'
  | 'too-deep'
  | 'too-many-aliases'
  | 'two-anchors'
  | 'unclosed-flow'
  | 'unclosed-quote'
  | 'unknown-alias'
  | 'value-not-allowed'

export type TokenKind =
  | 'directive'
  | 'document-start'
  | 'document-end'
  | 'block-list'
  | 'block-map'
  | 'block-end'
  | 'list-open'
  | 'list-close'
  | 'map-open'
  | 'map-close'
  | 'item'
  | 'comma'
  | 'key'
  | 'value'
  | 'alias'
  | 'anchor'
  | 'tag'
  | 'scalar'
  | 'end'

export interface Token {
  kind: TokenKind
  from: number
  to: number
  /** A scalar's content, the name of an alias or anchor, a tag. */
  text?: string
  style?: ScalarStyle
}

export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal' | 'folded'

const depthLimit = 400
/** A key on one line may be this long before its colon; libyaml's limit. */
const keyLimit = 1024

const isBreak = (char: string | undefined) => char === '\n' || char === '\r' || char === '\u0085' || char === '\u2028' || char === '\u2029'
const isBlank = (char: string | undefined) => char === ' ' || char === '\t'
const isBlankOrEnd = (char: string | undefined) => char === undefined || isBlank(char) || isBreak(char)
const isWordCharacter = (char: string | undefined) => char !== undefined && /[\w-]/.test(char)

const refusedCharacter = /(?![\t\n\r\u0085])\p{Cc}|[\ufeff\ufffe\uffff]|\p{Cs}/u

/** The tokens of a text, ending with one of kind `end`. Throws a `YamlMistake`. */
export function yamlTokens(source: string): Token[] {
  const start = source.startsWith('\uFEFF') ? 1 : 0
  const refused = refusedCharacter.exec(start ? ` ${source.slice(1)}` : source)
  if (refused) throw new YamlMistake('control-character', refused.index)

  const tokens: Token[] = []
  const length = source.length
  let at = start
  let lineStart = start
  let indent = -1
  const indents: number[] = []
  let flowDepth = 0
  const opened: number[] = []
  let mayBeKey = true
  /** A token that a colon may turn into a key, one for each level of brackets. */
  const candidates: ({ token: number; at: number; isRequired: boolean; column: number; line: number } | null)[] = [null]
  let line = 0

  const column = () => at - lineStart
  const mistake = (reason: MistakeReason, where = at) => new YamlMistake(reason, where)

  function passBreak() {
    if (source[at] === '\r' && source[at + 1] === '\n') at += 1
    at += 1
    lineStart = at
    line += 1
  }

  function dropCandidate() {
    const candidate = candidates[flowDepth]
    if (candidate?.isRequired) throw mistake('missing-colon', candidate.at)
    candidates[flowDepth] = null
  }

  function saveCandidate() {
    if (!mayBeKey) return
    dropCandidate()
    candidates[flowDepth] = { token: tokens.length, at, isRequired: flowDepth === 0 && indent === column(), column: column(), line }
  }

  function roll(to: number, kind: 'block-list' | 'block-map', token: number, where: number) {
    if (flowDepth > 0 || indent >= to) return
    if (indents.length >= depthLimit) throw mistake('too-deep')
    indents.push(indent)
    indent = to
    tokens.splice(token, 0, { kind, from: where, to: where })
  }

  function unroll(to: number) {
    if (flowDepth > 0) return
    while (indent > to) {
      tokens.push({ kind: 'block-end', from: at, to: at })
      indent = indents.pop()!
    }
  }

  function push(kind: TokenKind, size: number) {
    tokens.push({ kind, from: at, to: at + size })
    at += size
  }

  function passToToken() {
    for (;;) {
      const blanks = flowDepth > 0 || !mayBeKey ? ' \t' : ' '
      while (at < length && blanks.includes(source[at]!)) at += 1
      if (source[at] === '#') while (at < length && !isBreak(source[at])) at += 1
      if (!isBreak(source[at])) return
      passBreak()
      if (flowDepth === 0) mayBeKey = true
    }
  }

  function readDirective() {
    unroll(-1)
    dropCandidate()
    mayBeKey = false
    const from = at
    while (at < length && !isBreak(source[at])) at += 1
    const text = source
      .slice(from, at)
      .replace(/\s#.*$/, '')
      .trimEnd()
    if (!/^%(YAML\s+1\.[12]|TAG\s+![\w-]*!?\s+\S+)$/.test(text)) throw mistake('directive', from)
    tokens.push({ kind: 'directive', from, to: at, text })
  }

  function readDocumentMark(kind: 'document-start' | 'document-end') {
    unroll(-1)
    dropCandidate()
    mayBeKey = false
    push(kind, 3)
  }

  function openFlow(kind: 'list-open' | 'map-open') {
    saveCandidate()
    if (flowDepth >= depthLimit) throw mistake('too-deep')
    flowDepth += 1
    opened.push(at)
    candidates[flowDepth] = null
    mayBeKey = true
    push(kind, 1)
  }

  function closeFlow(kind: 'list-close' | 'map-close') {
    dropCandidate()
    if (flowDepth > 0) {
      flowDepth -= 1
      opened.pop()
    }
    mayBeKey = false
    push(kind, 1)
  }

  function readItem() {
    if (flowDepth === 0) {
      if (!mayBeKey) throw mistake('list-not-allowed')
      roll(column(), 'block-list', tokens.length, at)
    }
    dropCandidate()
    mayBeKey = true
    push('item', 1)
  }

  function readKey() {
    if (flowDepth === 0) {
      if (!mayBeKey) throw mistake('key-not-allowed')
      roll(column(), 'block-map', tokens.length, at)
    }
    dropCandidate()
    mayBeKey = flowDepth === 0
    push('key', 1)
  }

  function readValue() {
    const candidate = candidates[flowDepth]
    if (candidate && candidate.line === line && at - candidate.at <= keyLimit) {
      tokens.splice(candidate.token, 0, { kind: 'key', from: candidate.at, to: candidate.at })
      candidates[flowDepth] = null
      roll(candidate.column, 'block-map', candidate.token, candidate.at)
      mayBeKey = false
    } else {
      if (candidate?.isRequired) throw mistake('missing-colon', candidate.at)
      candidates[flowDepth] = null
      if (flowDepth === 0) {
        if (!mayBeKey) throw mistake('value-not-allowed')
        roll(column(), 'block-map', tokens.length, at)
      }
      mayBeKey = flowDepth === 0
    }
    push('value', 1)
  }

  function readName(kind: 'alias' | 'anchor') {
    saveCandidate()
    mayBeKey = false
    const from = at
    at += 1
    while (isWordCharacter(source[at])) at += 1
    const after = source[at]
    if (at === from + 1 || !(isBlankOrEnd(after) || '?:,]}%@`'.includes(after))) {
      throw mistake(kind === 'alias' ? 'alias-name' : 'anchor-name', from)
    }
    tokens.push({ kind, from, to: at, text: source.slice(from + 1, at) })
  }

  function readTag() {
    saveCandidate()
    mayBeKey = false
    const from = at
    if (source[at + 1] === '<') {
      at = source.indexOf('>', at)
      if (at < 0 || !/^!<[^\s<>]+$/.test(source.slice(from, at))) throw mistake('tag', from)
      at += 1
      tokens.push({ kind: 'tag', from, to: at, text: source.slice(from + 2, at - 1) })
    } else {
      at += 1
      while (at < length && /[\w;/?:@&=+$.!~*'()%-]/.test(source[at]!)) at += 1
      tokens.push({ kind: 'tag', from, to: at, text: source.slice(from, at) })
    }
    if (!isBlankOrEnd(source[at]) && !(flowDepth > 0 && source[at] === ',')) throw mistake('tag', from)
  }

  function readBlockScalar(style: 'literal' | 'folded') {
    dropCandidate()
    mayBeKey = true
    const from = at
    at += 1
    let chomp = 'clip' as 'clip' | 'keep' | 'strip'
    let given = 0
    const sign = () => {
      if (source[at] !== '+' && source[at] !== '-') return false
      chomp = source[at] === '+' ? 'keep' : 'strip'
      at += 1
      return true
    }
    const digit = () => {
      if (!/\d/.test(source[at] ?? '')) return
      given = Number(source[at])
      if (given === 0) throw mistake('block-header')
      at += 1
    }
    if (sign()) digit()
    else {
      digit()
      sign()
    }
    while (isBlank(source[at])) at += 1
    if (source[at] === '#') while (at < length && !isBreak(source[at])) at += 1
    if (at < length && !isBreak(source[at])) throw mistake('block-header')
    if (at < length) passBreak()
    let width = given > 0 ? Math.max(indent, 0) + given : 0

    const parts: string[] = []
    let breaks = ''
    let end = at
    /** Passes empty lines, and finds the width where it is not known yet. */
    const passEmpty = () => {
      let widest = 0
      breaks = ''
      for (;;) {
        const mostBlanks = width === 0 ? length : width
        while (column() < mostBlanks && source[at] === ' ') at += 1
        widest = Math.max(widest, column())
        if ((width === 0 || column() < width) && source[at] === '\t') throw mistake('tab-indent')
        if (!isBreak(source[at])) break
        breaks += '\n'
        passBreak()
      }
      if (width === 0) width = Math.max(widest, indent + 1, 1)
    }
    passEmpty()
    let leadingBreak = ''
    let wasBlank = false
    while (column() === width && at < length) {
      const isBlankLine = isBlank(source[at])
      if (style === 'folded' && leadingBreak && !wasBlank && !isBlankLine) {
        if (breaks === '') parts.push(' ')
      } else parts.push(leadingBreak)
      parts.push(breaks)
      wasBlank = isBlankLine
      const lineFrom = at
      while (at < length && !isBreak(source[at])) at += 1
      parts.push(source.slice(lineFrom, at))
      end = at
      leadingBreak = ''
      if (at < length) {
        leadingBreak = '\n'
        passBreak()
      }
      passEmpty()
    }
    if (chomp !== 'strip') parts.push(leadingBreak)
    if (chomp === 'keep') parts.push(breaks)
    tokens.push({ kind: 'scalar', from, to: end, text: parts.join(''), style })
  }

  function readQuoted(style: 'single' | 'double') {
    saveCandidate()
    mayBeKey = false
    const from = at
    const quote = source[at]!
    at += 1
    const parts: string[] = []
    for (;;) {
      if (column() === 0 && /^(?:---|\.\.\.)$/.test(source.slice(at, at + 3)) && isBlankOrEnd(source[at + 3])) {
        throw mistake('unclosed-quote', from)
      }
      if (at >= length) throw mistake('unclosed-quote', from)
      let joinsLines = false
      while (at < length && !isBlankOrEnd(source[at])) {
        const char = source[at]!
        if (style === 'single' && char === "'" && source[at + 1] === "'") {
          parts.push("'")
          at += 2
        } else if (char === quote) break
        else if (style === 'double' && char === '\\' && isBreak(source[at + 1])) {
          at += 1
          passBreak()
          joinsLines = true
          break
        } else if (style === 'double' && char === '\\') parts.push(readEscape())
        else {
          const runFrom = at
          while (at < length && !isBlankOrEnd(source[at]) && source[at] !== quote && source[at] !== '\\') at += 1
          if (at === runFrom) at += 1
          parts.push(source.slice(runFrom, at))
        }
      }
      if (source[at] === quote) break
      // Blanks within a line count; around line breaks they do not.
      let blanks = ''
      let breaks = 0
      let sawBreak = joinsLines
      while (at < length && (isBlank(source[at]) || isBreak(source[at]))) {
        if (isBlank(source[at])) {
          if (!sawBreak) blanks += source[at]
          at += 1
        } else {
          passBreak()
          if (!sawBreak) blanks = ''
          else breaks += 1
          sawBreak = true
        }
      }
      if (!sawBreak) parts.push(blanks)
      else if (joinsLines) parts.push('\n'.repeat(breaks))
      else parts.push(breaks === 0 ? ' ' : '\n'.repeat(breaks))
    }
    at += 1
    tokens.push({ kind: 'scalar', from, to: at, text: parts.join(''), style })
  }

  const escapes: Record<string, string> = {
    '0': '\0',
    a: '\u0007',
    b: '\b',
    t: '\t',
    '\t': '\t',
    n: '\n',
    v: '\v',
    f: '\f',
    r: '\r',
    e: '\u001b',
    ' ': ' ',
    '"': '"',
    "'": "'",
    '\\': '\\',
    '/': '/',
    N: '\u0085',
    _: '\u00a0',
    L: '\u2028',
    P: '\u2029',
  }
  const escapeDigits: Record<string, number> = { x: 2, u: 4, U: 8 }

  function readEscape(): string {
    const char = source[at + 1] ?? ''
    const digits = escapeDigits[char]
    if (digits === undefined) {
      const meant = escapes[char]
      if (meant === undefined) throw mistake('bad-escape')
      at += 2
      return meant
    }
    const hex = source.slice(at + 2, at + 2 + digits)
    const code = /^[\da-f]+$/i.test(hex) && hex.length === digits ? Number.parseInt(hex, 16) : -1
    if (code < 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) throw mistake('bad-escape')
    at += 2 + digits
    return String.fromCodePoint(code)
  }

  function readPlain() {
    saveCandidate()
    mayBeKey = false
    const from = at
    let end = at
    const parts: string[] = []
    let between = ''
    const inner = indent + 1
    let leadsLine = false
    for (;;) {
      if (column() === 0 && /^(?:---|\.\.\.)$/.test(source.slice(at, at + 3)) && isBlankOrEnd(source[at + 3])) break
      if (source[at] === '#') break
      const runFrom = at
      while (at < length && !isBlankOrEnd(source[at])) {
        const char = source[at]!
        if (char === ':' && isBlankOrEnd(source[at + 1])) break
        if (flowDepth > 0 && (',[]{}'.includes(char) || (char === '?' && isBlankOrEnd(source[at + 1])))) break
        at += 1
      }
      if (at > runFrom) {
        parts.push(between, source.slice(runFrom, at))
        end = at
        leadsLine = false
      }
      if (!(at < length && (isBlank(source[at]) || isBreak(source[at])))) break
      let blanks = ''
      let breaks = -1
      while (at < length && (isBlank(source[at]) || isBreak(source[at]))) {
        if (isBlank(source[at])) {
          if (leadsLine && column() < inner && source[at] === '\t') throw mistake('tab-indent')
          if (!leadsLine) blanks += source[at]
          at += 1
        } else {
          passBreak()
          breaks += 1
          blanks = ''
          leadsLine = true
        }
      }
      between = breaks < 0 ? blanks : breaks === 0 ? ' ' : '\n'.repeat(breaks)
      if (flowDepth === 0 && column() < inner) break
    }
    tokens.push({ kind: 'scalar', from, to: end, text: parts.join(''), style: 'plain' })
    if (leadsLine) mayBeKey = true
  }

  for (;;) {
    passToToken()
    const outer = candidates[0]
    if (outer && (outer.line < line || at - outer.at > keyLimit)) {
      if (outer.isRequired) throw mistake('missing-colon', outer.at)
      candidates[0] = null
    }
    unroll(column())
    const char = source[at]
    if (char === undefined) {
      if (flowDepth > 0) throw mistake('unclosed-flow', opened.at(-1))
      unroll(-1)
      dropCandidate()
      tokens.push({ kind: 'end', from: at, to: at })
      return tokens
    }
    const next = source[at + 1]
    if (column() === 0 && char === '%') readDirective()
    else if (column() === 0 && source.startsWith('---', at) && isBlankOrEnd(source[at + 3])) readDocumentMark('document-start')
    else if (column() === 0 && source.startsWith('...', at) && isBlankOrEnd(source[at + 3])) readDocumentMark('document-end')
    else if (char === '[') openFlow('list-open')
    else if (char === '{') openFlow('map-open')
    else if (char === ']') closeFlow('list-close')
    else if (char === '}') closeFlow('map-close')
    else if (char === ',') {
      dropCandidate()
      mayBeKey = true
      push('comma', 1)
    } else if (char === '-' && isBlankOrEnd(next)) readItem()
    else if (char === '?' && isBlankOrEnd(next)) readKey()
    else if (char === ':' && (flowDepth > 0 || isBlankOrEnd(next))) readValue()
    else if (char === '*') readName('alias')
    else if (char === '&') readName('anchor')
    else if (char === '!') readTag()
    else if (char === '|' && flowDepth === 0) readBlockScalar('literal')
    else if (char === '>' && flowDepth === 0) readBlockScalar('folded')
    else if (char === "'") readQuoted('single')
    else if (char === '"') readQuoted('double')
    else if (!'|>%@`\t'.includes(char)) readPlain()
    else throw mistake(char === '\t' ? 'tab-indent' : 'odd-start')
  }
}
