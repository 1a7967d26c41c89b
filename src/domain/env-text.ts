import type { EnvEntry } from './env-encryption.ts'

/** One line of pasted `.env` text that could not be read. `line` counts from 1; the text itself may be a secret and is not repeated. */
export interface EnvTextProblem {
  line: number
  message: string
}

const nameAndValue = /^(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=(.*)$/s
const validName = /^[A-Za-z_][A-Za-z0-9_]*$/

export const isEnvName = (name: string) => validName.test(name)

const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\', $: '$' }

/** What a quoted or bare value stands for. Double quotes know escapes, single quotes do not, a bare value ends at ` #`. */
function readValue(raw: string): string | null {
  const text = raw.trim()
  const quote = text[0]
  if (quote === '"' || quote === "'") {
    for (let at = 1; at < text.length; at += 1) {
      if (quote === '"' && text[at] === '\\') at += 1
      else if (text[at] === quote) {
        const rest = text.slice(at + 1).trim()
        if (rest !== '' && !rest.startsWith('#')) return null
        const inner = text.slice(1, at)
        return quote === "'" ? inner : inner.replace(/\\([\s\S])/g, (whole, char: string) => escapes[char] ?? whole)
      }
    }
    return null
  }
  return text.replace(/\s#.*$/s, '').trim()
}

/** Whether a value that began with a quote still waits for its end, so that the next line belongs to it. */
const isOpen = (raw: string) => {
  const text = raw.trim()
  return (text.startsWith('"') || text.startsWith("'")) && readValue(text) === null && !new RegExp(`[^\\\\]${text[0]}`).test(text.slice(1))
}

/** Reads `.env` text: comments, `export`, quotes, values over several lines. Entries come in order, repeated names included. */
export function parseEnvText(text: string): { entries: EnvEntry[]; problems: EnvTextProblem[] } {
  const entries: EnvEntry[] = []
  const problems: EnvTextProblem[] = []
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/)
  for (let at = 0; at < lines.length; at += 1) {
    const line = at + 1
    const first = lines[at]!.trim()
    if (first === '' || first.startsWith('#')) continue
    const match = nameAndValue.exec(first)
    if (!match) {
      problems.push({ line, message: 'This line is not NAME=value.' })
      continue
    }
    let raw = match[2]!
    const start = at
    while (isOpen(raw) && at + 1 < lines.length) raw += `\n${lines[(at += 1)]}`
    const value = readValue(raw)
    if (value === null) {
      problems.push({ line, message: 'A quote is opened and not closed, or something follows it.' })
      at = start
      continue
    }
    entries.push({ key: match[1]!, value })
  }
  return { entries, problems }
}

/** What accepting a pasted entry would do to the set at hand. */
export type PastedChange = { key: string; value: string; does: 'add' | 'replace' | 'same' }

/** Compares pasted entries with the present set; of a repeated name the last counts, and the name is reported once in `repeated`. */
export function comparePasted(present: EnvEntry[], pasted: EnvEntry[]): { changes: PastedChange[]; repeated: string[] } {
  const now = new Map(present.map(({ key, value }) => [key, value]))
  const last = new Map(pasted.map(({ key, value }) => [key, value]))
  const repeated = [...new Set(pasted.map(({ key }) => key).filter((key, index, all) => all.indexOf(key) !== index))]
  const changes = [...last].map(([key, value]): PastedChange => ({
    key,
    value,
    does: !now.has(key) ? 'add' : now.get(key) === value ? 'same' : 'replace',
  }))
  return { changes, repeated }
}
