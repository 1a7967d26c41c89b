import type { EnvEntry } from '@/domain/env-encryption.ts'

/** Whether a text can be the name of a variable. */
export const isEnvName = (name: string) => /^[A-Za-z_][A-Za-z0-9_]*$/.test(name)

/** What the CVM accepts: beyond these it refuses the whole environment when it starts. */
const envLimits = { names: 1024, nameBytes: 255, valueBytes: 128 * 1024, totalBytes: 1024 * 1024 }

const bytesOf = (text: string) => new TextEncoder().encode(text).length

/** Why the CVM would refuse the set when it starts, with the name that is to blame where there is one; `null` when it would not. */
export function envLimitProblem(entries: readonly EnvEntry[]): { name: string | null; message: string } | null {
  if (entries.length > envLimits.names) {
    return { name: null, message: `The CVM takes at most ${envLimits.names} variables, and these are ${entries.length}.` }
  }
  let total = 0
  for (const { key, value } of entries) {
    if (key.length > envLimits.nameBytes) return { name: key, message: `The CVM takes names of up to ${envLimits.nameBytes} characters.` }
    const size = bytesOf(value)
    if (size > envLimits.valueBytes) {
      return { name: key, message: `The CVM takes values of up to 128 KiB, and this one has ${Math.ceil(size / 1024)} KiB.` }
    }
    total += key.length + size
  }
  if (total <= envLimits.totalBytes) return null
  return { name: null, message: `The CVM takes 1 MiB of names and values in all, and these are ${Math.ceil(total / 1024)} KiB.` }
}

/**
 * What becomes of a value on its way through the CVM, where it does not arrive as it is: dstack writes the values into a file for systemd,
 * which keeps line breaks as two characters and does not know that a backslash is meant as itself. `null` for values that arrive.
 */
export function arrivalNote(value: string): string | null {
  if (/(?:^|[^\\])(?:\\\\)*\\$/.test(value)) return 'It ends in a backslash: the CVM would read the next variable as a part of this one.'
  if (/[\r\n]/.test(value))
    return 'Its line breaks arrive in the CVM as the two characters \\n. Where that matters, give it in base64 and decode it there.'
  return /\\["\\]/.test(value) ? 'A backslash before a quote or another backslash is lost on the way into the CVM.' : null
}

/** What accepting a pasted entry would do to the set at hand. */
export type PastedChange = { key: string; value: string; does: 'add' | 'replace' | 'same' }

/** Compares pasted entries with the present set; of a repeated name the last counts, and the name is reported once in `repeated`. */
export function comparePasted(present: EnvEntry[], pasted: EnvEntry[]): { changes: PastedChange[]; repeated: string[] } {
  const now = new Map(present.map(({ key, value }) => [key, value]))
  const last = new Map(pasted.map(({ key, value }) => [key, value]))
  const seen = new Set<string>()
  const repeated = new Set<string>()
  for (const { key } of pasted) {
    if (seen.has(key)) repeated.add(key)
    seen.add(key)
  }
  const changes = [...last].map(([key, value]): PastedChange => ({
    key,
    value,
    does: !now.has(key) ? 'add' : now.get(key) === value ? 'same' : 'replace',
  }))
  return { changes, repeated: [...repeated] }
}
