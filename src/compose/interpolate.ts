/**
 * `${…}` in a compose file, by the rules of Docker Compose. A dollar sign before anything else than a name, a brace or another dollar sign
 * is a plain character.
 */

/** A variable's value; `null` when it is not set, `undefined` when that is not known here. */
export type Known = string | null | undefined
export type Lookup = (name: string) => Known

export interface VariableUse {
  name: string
  /** `required`: Docker refuses to start without it. `default`: something stands in for it. `value`: it would be blank. */
  needs: 'value' | 'default' | 'required'
}

export type TemplateProblem =
  /** What a brace opens is no variable, or is not closed on its line. */
  | { problem: 'bad-template' }
  /** Written with `?`, and without a value. */
  | { problem: 'required'; name: string }

export interface Substituted {
  /** `null` when it depends on a value that is not known here. */
  text: string | null
  uses: VariableUse[]
  problems: TemplateProblem[]
}

const nestingLimit = 60
const named = /[A-Za-z_]\w*/y

/** For each `{` its closing `}`, counted as Compose counts: the character after an opening brace is passed over. */
function closings(text: string): Map<number, number> {
  const open: number[] = []
  const found = new Map<number, number>()
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '}') {
      const from = open.pop()
      if (from !== undefined) found.set(from, at)
    } else if (text[at] === '{') {
      open.push(at)
      at += 1
    }
  }
  return found
}

/** Puts variables into a text. */
export function substitute(text: string, lookup: Lookup): Substituted {
  const uses: VariableUse[] = []
  const problems: TemplateProblem[] = []
  if (!text.includes('$')) return { text, uses, problems }
  // Braces in an operand pair up as they do in the whole text, so that nested variables do not count them again.
  const closing = closings(text)
  const result = evaluated(0, text.length, 0, true)
  return { text: result, uses, problems }

  /** The text from `from` to before `to`. `counts` is false in a part that is not used, which then can neither lack nor break anything. */
  function evaluated(from: number, to: number, depth: number, counts: boolean): string | null {
    const first = text.indexOf('$', from)
    if (first < 0 || first >= to) return text.slice(from, to)
    if (depth > nestingLimit) {
      if (counts) problems.push({ problem: 'bad-template' })
      return null
    }
    const parts: string[] = []
    let isKnown = true
    let last = from
    let lineEnd = -1
    let lastBrace = -1
    for (let at = first; at >= 0 && at < to; at = text.indexOf('$', last)) {
      parts.push(text.slice(last, at))
      const next = at + 1 < to ? text[at + 1] : undefined
      if (next === '$') {
        parts.push('$')
        last = at + 2
        continue
      }
      named.lastIndex = next === '{' ? at + 2 : at + 1
      const name = named.exec(text)?.[0]
      if (next !== '{') {
        last = at + 1 + (name?.length ?? 0)
        if (name === undefined) parts.push('$')
        else add(valueOf(name, 'value', counts))
        continue
      }
      const afterName = at + 2 + (name?.length ?? 0)
      if (name !== undefined && afterName < to && text[afterName] === '}') {
        add(valueOf(name, 'value', counts))
        last = afterName + 1
        continue
      }
      if (at > lineEnd) {
        lineEnd = text.indexOf('\n', at)
        if (lineEnd < 0 || lineEnd > to) lineEnd = to
        lastBrace = text.lastIndexOf('}', lineEnd - 1)
      }
      const operator = name === undefined ? null : /^:?[-+?]/.exec(text.slice(afterName, Math.min(afterName + 2, to)))?.[0]
      const matching = closing.get(at + 1)
      const end = matching !== undefined && matching <= lastBrace ? matching : lastBrace
      if (name === undefined || !operator || end < afterName + operator.length) {
        if (counts) problems.push({ problem: 'bad-template' })
        parts.push('${')
        last = at + 2
        continue
      }
      add(applied(name, operator, afterName + operator.length, end, depth, counts))
      last = end + 1
    }
    parts.push(text.slice(last, to))
    return isKnown ? parts.join('') : null

    function add(part: string | null) {
      if (part === null) isKnown = false
      else parts.push(part)
    }
  }

  function valueOf(name: string, needs: VariableUse['needs'], counts: boolean): string | null {
    uses.push({ name, needs: counts ? needs : 'default' })
    const value = lookup(name)
    return value === undefined ? null : (value ?? '')
  }

  function applied(name: string, operator: string, from: number, to: number, depth: number, counts: boolean): string | null {
    const value = lookup(name)
    const mustBeFilled = operator.startsWith(':')
    const isThere = value === undefined ? undefined : value !== null && (!mustBeFilled || value !== '')
    const kind = operator.at(-1)
    uses.push({ name, needs: kind === '?' && counts ? 'required' : 'default' })
    if (kind === '?') {
      if (isThere === false && counts) problems.push({ problem: 'required', name })
      return value ?? null
    }
    const takesOperand = isThere === undefined ? undefined : kind === '+' ? isThere : !isThere
    const other = evaluated(from, to, depth + 1, counts && takesOperand === true)
    if (takesOperand === undefined) return null
    return takesOperand ? other : (value ?? '')
  }
}
