import type { YamlScalar } from './tree.ts'
import { YamlMistake } from './tokens.ts'

/** What a scalar is for Docker Compose. A `timestamp` is a kind that no key of a compose file accepts. */
export type ScalarType = 'string' | 'integer' | 'number' | 'boolean' | 'null' | 'timestamp'

export interface Typed {
  type: ScalarType
  /** What Docker makes of it where it needs a text: `0x1F` becomes `31`, `1e3` becomes `1000`. */
  text: string
}

const nulls = new Set(['', '~', 'null', 'Null', 'NULL'])
const booleans: Record<string, string> = { true: 'true', True: 'true', TRUE: 'true', false: 'false', False: 'false', FALSE: 'false' }
const special: Record<string, string> = {
  '.nan': 'NaN',
  '.NaN': 'NaN',
  '.NAN': 'NaN',
  '.inf': '+Inf',
  '.Inf': '+Inf',
  '.INF': '+Inf',
  '+.inf': '+Inf',
  '+.Inf': '+Inf',
  '+.INF': '+Inf',
  '-.inf': '-Inf',
  '-.Inf': '-Inf',
  '-.INF': '-Inf',
}
const decimalFloat = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/
const timestamp = /^\d{4}-\d{1,2}-\d{1,2}(?:[Tt ]\d{1,2}:\d{1,2}:\d{1,2}(?:\.\d+)?(?:Z|[-+]\d\d:\d\d)?)?$/
const largestUnsigned = 2n ** 64n - 1n
const smallestSigned = -(2n ** 63n)

/** An integer as Go's `ParseInt` with base 0 reads it, or `null`. A leading zero means octal. */
function integer(text: string): bigint | null {
  const match = /^([-+]?)(?:0[xX]([\da-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9]\d*))$/.exec(text)
  if (!match) return null
  const [, sign, hex, binary, octal, decimal] = match
  // Far more digits than 64 bits hold: no integer, and not worth the work.
  if (text.length > 70) return null
  const size = BigInt(hex ? `0x${hex}` : binary ? `0b${binary}` : octal ? `0o${octal}` : decimal!)
  const value = sign === '-' ? -size : size
  return value >= smallestSigned && value <= largestUnsigned ? value : null
}

/** A number as Go prints it: the shortest digits that mean it, with an exponent for what is below 0.0001 or from a million on. */
export function goNumber(value: number): string {
  if (value === 0) return Object.is(value, -0) ? '-0' : '0'
  const [digits = '', exponentText = '0'] = value.toExponential().split('e')
  const exponent = Number(exponentText)
  if (exponent >= -4 && exponent < 6) return String(value)
  return `${digits}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`
}

function plainType(text: string): Typed {
  if (nulls.has(text)) return { type: 'null', text: '' }
  const boolean = booleans[text]
  if (boolean !== undefined) return { type: 'boolean', text: boolean }
  const named = special[text]
  if (named !== undefined) return { type: 'number', text: named }
  const first = text[0]!
  if (first === '.') {
    const value = Number(text)
    return decimalFloat.test(text) && Number.isFinite(value) ? { type: 'number', text: goNumber(value) } : { type: 'string', text }
  }
  if (!/[-+\d]/.test(first)) return { type: 'string', text }
  if (timestamp.test(text) && !Number.isNaN(Date.parse(text.slice(0, 10).replace(/-(\d)(?!\d)/g, '-0$1')))) {
    return { type: 'timestamp', text }
  }
  const bare = text.replaceAll('_', '')
  const whole = integer(bare)
  if (whole !== null) return { type: 'integer', text: String(whole) }
  if (decimalFloat.test(bare)) {
    const value = Number(bare)
    if (Number.isFinite(value)) return { type: 'number', text: goNumber(value) }
  }
  return { type: 'string', text }
}

/** The type that Docker Compose gives a scalar, and the text that it becomes. Throws where an explicit tag does not fit. */
export function typed({ text, style, tag, from }: YamlScalar): Typed {
  if (tag === null || tag.startsWith('!reset') || tag.startsWith('!override')) {
    return style === 'plain' ? plainType(text) : { type: 'string', text }
  }
  if (tag === '!!str' || tag === '!!binary' || !tag.startsWith('!!')) return { type: 'string', text }
  const found = plainType(text)
  const fits =
    (tag === '!!int' && found.type === 'integer') ||
    (tag === '!!float' && (found.type === 'number' || found.type === 'integer')) ||
    (tag === '!!bool' && found.type === 'boolean') ||
    (tag === '!!null' && found.type === 'null') ||
    (tag === '!!timestamp' && found.type === 'timestamp')
  if (!fits) throw new YamlMistake('scalar-tag', from)
  return tag === '!!float' ? { ...found, type: 'number' } : found
}
