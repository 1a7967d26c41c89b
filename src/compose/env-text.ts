import type { EnvEntry } from '@/domain/env-encryption.ts'
import { edgeQuote, oddCharacter } from './characters.ts'
import { isEnvName } from './env-entries.ts'
import { substitute } from './interpolate.ts'

/** Text beyond this is not read: the platform takes 1 MiB of names and values in all. */
const envTextLimit = 2 * 1024 * 1024
const problemLimit = 50
const entryLimit = 2000

/** A line of pasted `.env` text that could not be read, or is read in a way that may surprise. Never repeats the text, which may be a secret. */
export interface EnvTextRemark {
  line: number
  severity: 'problem' | 'note'
  message: string
}

/** An entry and where it was read. `isDoubtful`: it may be part of something that stands beside it, so that nobody should take it unseen. */
export interface ReadEntry extends EnvEntry {
  line: number
  isDoubtful: boolean
}

export interface EnvText {
  entries: ReadEntry[]
  remarks: EnvTextRemark[]
  /** Lines that could not be read, also those beyond the ones that are listed. */
  problemCount: number
}

const base64 = /^[A-Za-z0-9+/_-]{16,}=*$/

/** What is known of the line above one. */
interface LineBefore {
  isUnreadable: boolean
  isBase64: boolean
  /** It and this line together can be one text in base64, whose length is a multiple of four. */
  fits: boolean
}

const nothingBefore: LineBefore = { isUnreadable: false, isBase64: false, fits: false }

/**
 * Whether what stands before a `=` is more likely a part of a secret than a name: base64 with its padding, or letters and digits without
 * the order that words have. `rest` is what follows the `=` as typed. `after` says what the line before may have left over.
 */
function looksLikeSecretPart(name: string, rest: string, after: LineBefore = nothingBefore): boolean {
  if (/^=+["']?$/.test(rest)) return true
  // The end of a text in base64 may be letters of one case by chance, and then it reads like a word.
  // Below base64 that belongs to no name, an underscore is one of its letters and no part of a name.
  if (name.length >= 8 && rest === '' && after.fits && (after.isUnreadable || !name.includes('_'))) return true
  if (rest === '' && isWholeBase64(name)) return true
  if (name.length >= 8 && !isWords(name)) {
    if (after.isUnreadable || (after.isBase64 && rest === '')) return true
    if (rest === '' && name.length >= 12 && !name.includes('_') && isMixed(name)) return true
  }
  return name
    .split('_')
    .some((word) => word.length >= 8 && (isUnordered(word) || (word.length >= 20 && /\d/.test(word) && /[A-Za-z]/.test(word))))
}

/** One text in base64, by its length with one `=`, that reads like a word by chance, or like words with underscores of both cases. */
const isWholeBase64 = (name: string) => name.length >= 23 && (name.length + 1) % 4 === 0 && (!name.includes('_') || isMixed(name))

/** `REDIS_URL`, `redis_url`, `HOSTNAME`: words of one case. */
const isWords = (name: string) => /^(?:[A-Z]+|[a-z]+|[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|[a-z][a-z0-9]*(?:_[a-z0-9]+)+)$/.test(name)

const isMixed = (text: string) => /[a-z]/.test(text) && /[A-Z]/.test(text)

/** Whether letters of both cases and digits change places more often than in `camelCase2`. */
function isUnordered(word: string): boolean {
  const kinds = [...word].map((char) => (/\d/.test(char) ? 'd' : /[a-z]/.test(char) ? 'l' : 'u'))
  const changes = kinds.filter((kind, at) => at > 0 && kind !== kinds[at - 1] && !(kinds[at - 1] === 'u' && kind === 'l')).length
  return changes >= 3 && changes / word.length > 0.32
}

const escapes: Record<string, string> = {
  a: '\u0007',
  b: '\b',
  c: '\\c',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '"': '"',
  '\\': '\\',
}

/** Escapes within double quotes. A dollar sign that is escaped is kept apart from one that names a variable. */
function withoutEscapes(text: string): { text: string; template: string } {
  const replaced = (dollar: string) =>
    text.replace(
      /\\(?:([abcfnrtv"\\])|(\$)|0(\d{0,3}))/g,
      (whole, letter: string | undefined, isDollar: string | undefined, octal: string | undefined) => {
        if (isDollar) return dollar
        if (letter !== undefined) return escapes[letter]!
        const code = Number.parseInt(octal ?? '', 8)
        return octal?.length === 3 && /^[0-7]+$/.test(octal) && code < 256 ? String.fromCharCode(code) : whole
      },
    )
  return { text: replaced('$'), template: replaced('$$') }
}

/** What follows such a line, further in, is one value: none of its lines is a name. */
const yamlBlock = /^(?:- )?[^=\s][^=]*:[\t ]+[|>][-+\d]{0,2}[\t ]*$/

const blank = /[\t\v\f\r \u0085\u00a0]/

/**
 * Reads `.env` text as Docker Compose does: comments, `export`, quotes, values over several lines. Each line is read once. Entries come in
 * order, repeated names included. The value is what was typed: a reference to another variable is said and not resolved.
 */
export function parseEnvText(input: string): EnvText {
  const entries: ReadEntry[] = []
  /** What stands after the `=`, with its quotes. */
  const typed = new Map<ReadEntry, string>()
  const remarks: EnvTextRemark[] = []
  let problemCount = 0
  const say = (line: number, severity: EnvTextRemark['severity'], message: string) => {
    if (severity === 'problem') problemCount += 1
    if (remarks.length < problemLimit * 2 && (severity === 'note' || problemCount <= problemLimit))
      remarks.push({ line, severity, message })
  }
  if (input.length > envTextLimit) {
    say(1, 'problem', 'This is longer than an environment can be (1 MiB in all), so nothing of it was read.')
    return { entries, remarks, problemCount }
  }
  const text = input.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n')
  const lines = text.split('\n')
  /** The last line on which a quote of each kind stands: beyond it, one that is open stays open. */
  const lastWith = { '"': lastLineWith(lines, '"'), "'": lastLineWith(lines, "'") }

  let at = 0
  while (at < lines.length) {
    const line = at + 1
    const first = trimStart(lines[at]!)
    if (first === '' || first.startsWith('#')) {
      at += 1
      continue
    }
    if (/^-----BEGIN [A-Z0-9 ]+-----\s*$/.test(first)) {
      at = skipBlock(at)
      say(
        line,
        'problem',
        `This is a key or certificate (up to line ${at}) without a name before it. Write NAME="…" around the whole block.`,
      )
      continue
    }
    if (yamlBlock.test(first)) {
      at = afterIndented(at)
      say(line, 'problem', `This is a text of YAML (up to line ${at}), not NAME=value. Write NAME="…" around what it holds.`)
      continue
    }
    const found = /^(?:export[\t\v\f\r ]+)?([^=:]*?)[\t\v\f ]*=(.*)$/.exec(first)
    const name = found?.[1] ?? ''
    if (!found || !isEnvName(name)) {
      say(line, 'problem', problemWith(first, name, found !== null))
      at += 1
      continue
    }
    at = readValue(name, trimStart(found[2]!), at)
    if (entries.length >= entryLimit) {
      say(line, 'problem', 'There are more names than an environment can have (1024). What follows was not read.')
      break
    }
  }
  markDoubtful()
  return { entries, remarks, problemCount }

  function add(name: string, value: string, line: number, rest = value) {
    const entry = { key: name, value, line, isDoubtful: false }
    entries.push(entry)
    typed.set(entry, rest)
  }

  /** Reads the value that begins on a line, and gives the next line to read. */
  function readValue(name: string, rest: string, start: number): number {
    const line = start + 1
    if (/^-----BEGIN [A-Z0-9 ]+-----\s*$/.test(rest)) {
      const end = skipBlock(start, rest)
      if (end > start + 1) {
        const value = [rest.trimEnd(), ...lines.slice(start + 1, end)].join('\n')
        add(name, `${value.trimEnd()}\n`, line)
        say(line, 'note', `A key or certificate without quotes, up to line ${end}: it was read as one value, with its line breaks.`)
        return end
      }
    }
    const quote = rest[0]
    if (quote === '"' || quote === "'") return readQuoted(name, rest, quote, start)
    const comment = / #/.exec(rest)
    const startsAsComment = rest.startsWith('#')
    const value = (comment ? rest.slice(0, comment.index) : rest).trimEnd()
    noteOn(value, line)
    if (startsAsComment)
      say(
        line,
        'note',
        'The text after the # is the value here, as in Docker, since nothing else comes after the =. Delete it, or write "" before it.',
      )
    if (value.endsWith('\\'))
      say(line, 'note', 'This value ends in a backslash, which belongs to it: the value does not continue on the next line.')
    add(name, value, line)
    return start + 1
  }

  function readQuoted(name: string, rest: string, quote: '"' | "'", start: number): number {
    const line = start + 1
    const parts: string[] = []
    let current = rest.slice(1)
    for (let at = start; ; at += 1, current = lines[at]!) {
      const end = closingQuote(current, quote)
      if (end >= 0) {
        parts.push(current.slice(0, end))
        const after = current.slice(end + 1).trim()
        if (after !== '' && !after.startsWith('#')) {
          say(at + 1, 'problem', 'Something follows the closing quote. Put the quotes around the whole value.')
          return at + 1
        }
        addQuoted(name, parts.join('\n'), quote, line)
        return at + 1
      }
      parts.push(current)
      if (at + 1 >= lines.length || at + 1 > lastWith[quote]) break
    }
    say(line, 'problem', 'The quote that opens on this line is not closed.')
    return start + 1
  }

  function addQuoted(name: string, raw: string, quote: '"' | "'", line: number) {
    if (quote === "'") {
      add(name, raw.replaceAll("\\'", "'"), line, `'${raw}'`)
      return
    }
    const { text: value, template } = withoutEscapes(raw)
    noteOnReferences(template, line)
    add(name, value, line, `"${raw}"`)
  }

  function noteOn(value: string, line: number) {
    noteOnReferences(value, line)
    const quote = edgeQuote(value)
    if (quote)
      say(line, 'note', `This value has ${quote} at its edge, which belongs to the value. Write straight quotes if quotes are meant.`)
    else if (/^`|`$/.test(value))
      say(line, 'note', 'This value has a backtick at its edge, which belongs to the value. Only " and \' are quotes.')
    else {
      const odd = oddCharacter(value)
      if (odd) say(line, 'note', `This value holds ${odd}, which belongs to the value.`)
    }
  }

  function noteOnReferences(template: string, line: number) {
    if (!template.includes('$')) return
    const { uses, problems } = substitute(template, () => undefined)
    if (uses.length > 0 || problems.length > 0) {
      say(
        line,
        'note',
        'This value names another variable with a $. Docker would put that one’s value in when it reads a file; here the text is kept as it is typed.',
      )
    }
  }

  /** The line after all that stands further in than the one at `start`. */
  function afterIndented(start: number): number {
    const indent = (line: string) => line.length - line.trimStart().length
    const own = indent(lines[start]!)
    let end = start + 1
    for (let next = end; next < lines.length; next += 1) {
      if (lines[next]!.trim() === '') continue
      if (indent(lines[next]!) <= own) break
      end = next + 1
    }
    return end
  }

  /** The line after a block that begins at `start`, or the next line when the block has no end. */
  function skipBlock(start: number, head = trimStart(lines[start]!)): number {
    const label = /^-----BEGIN ([A-Z0-9 ]+)-----/.exec(head)?.[1]
    for (let next = start + 1; next < lines.length; next += 1) {
      const content = lines[next]!.trim()
      if (content === `-----END ${label}-----`) return next + 1
      if (content.startsWith('-----') || !/^(?:[A-Za-z0-9+/=_-]*|[A-Za-z-]+: .*)$/.test(content)) break
    }
    return start + 1
  }

  /**
   * While any line is unreadable, what stands near it may be the rest of a value. Then a name that looks like a part of a secret is not a
   * name, and the lines next to an unreadable one are for a person to judge.
   */
  function markDoubtful() {
    const broken = new Set(remarks.flatMap(({ line, severity }) => (severity === 'problem' ? [line] : [])))
    const ends = new Map<number, string>()
    const mayBelongAbove = new Set<ReadEntry>()
    const kept = entries.filter((entry) => {
      const above = entry.line - 1
      const value = ends.get(above)
      const isUnreadableBase64 = base64.test(lines[above - 1]?.trim() ?? '')
      const isRestOfValue = value !== undefined && !value.endsWith('=') && (value.length + entry.key.length + 1) % 4 === 0
      const after = { isUnreadable: broken.has(above), isBase64: value !== undefined, fits: isUnreadableBase64 || isRestOfValue }
      if (after.fits && typed.get(entry) === '') mayBelongAbove.add(entry)
      if (base64.test(entry.value)) ends.set(entry.line, entry.value)
      if (!looksLikeSecretPart(entry.key, typed.get(entry)!, after)) return true
      broken.add(entry.line)
      say(entry.line, 'problem', secretPart)
      return false
    })
    entries.splice(0, entries.length, ...kept)
    for (const entry of entries) {
      entry.isDoubtful = problemCount > broken.size || broken.has(entry.line - 1) || broken.has(entry.line + 1) || mayBelongAbove.has(entry)
    }
    remarks.sort((a, b) => a.line - b.line)
  }
}

const secretPart =
  'What comes before the = looks like part of a secret, not like a name, so it was not read. Put the whole value in quotes, after its NAME=.'

const trimStart = (text: string) => {
  let at = 0
  while (at < text.length && blank.test(text[at]!)) at += 1
  return at === 0 ? text : text.slice(at)
}

function lastLineWith(lines: string[], character: string): number {
  for (let at = lines.length - 1; at >= 0; at -= 1) if (lines[at]!.includes(character)) return at
  return -1
}

/** Where a quoted value ends; a quote after a backslash does not end it. -1 when it does not. */
function closingQuote(text: string, quote: string): number {
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1
    else if (text[at] === quote) return at
  }
  return -1
}

function problemWith(line: string, name: string, hasEquals: boolean): string {
  const odd = oddCharacter(line.slice(0, 300))
  const why = odd ? ` It holds ${odd}.` : ''
  if (!hasEquals) return `This line is not NAME=value.${why}`
  if (/^\d/.test(name)) return 'A name cannot begin with a digit, so this line is not NAME=value.'
  return `A name has letters, digits and underscores, so this line is not NAME=value.${why}`
}
