import { utf8Bytes } from '@/lib/text-size.ts'
import { composeLimitBytes } from '@/domain/units.ts'

/** Why a number cannot be sent. What it was before may stay, whatever it is: it came from the server. */
export const wholeNumber =
  (label: string, { min, max, unit }: { min: number; max: number; unit: string }) =>
  (value: number | null, before: number | null): string | null => {
    if (value === before) return null
    if (value === null || !Number.isFinite(value)) return `Enter ${label} as a number.`
    if (!Number.isInteger(value)) return `${label} must be a whole number.`
    if (value < min || value > max) return `${label} must be between ${min} and ${max} ${unit}.`
    return null
  }

/** Compose file and script share one limit, so both fields carry the same message. */
export function sizeProblem(values: { composeYaml: string | null; preLaunchScript: string | null }): string | null {
  const bytes = utf8Bytes(values.composeYaml ?? '') + utf8Bytes(values.preLaunchScript ?? '')
  return bytes > composeLimitBytes
    ? `Compose file and script together have ${Math.ceil(bytes / 1024)} KiB; at most 200 KiB are accepted.`
    : null
}

/** Every listed GPU has a slot of its own. */
export function gpuProblem(value: number | { attachMode: 'listed' | 'all'; gpus: { slot: string }[] } | null): string | null {
  if (value === null || typeof value === 'number' || value.attachMode === 'all') return null
  const slots = value.gpus.map(({ slot }) => slot.trim())
  if (slots.includes('')) return 'Enter the slot of every GPU, or remove its row.'
  const twice = slots.find((slot, index) => slots.indexOf(slot) < index)
  return twice === undefined ? null : `Slot ${twice} is listed twice.`
}

const shutdownRange = { min: 10, max: 1200 }

/** Seconds within what the API takes; `null` is no limit, `keep` says nothing. */
export function shutdownProblem(value: number | null | 'keep'): string | null {
  if (value === null || value === 'keep') return null
  const { min, max } = shutdownRange
  return Number.isInteger(value) && value >= min && value <= max
    ? null
    : `Enter whole seconds between ${min} and ${max}, or choose another way.`
}

/** Each word stands on a line of its own, once. A list that came from the server may stay as it is. */
export function wordsProblem(words: string[] | null, before: string[] | null): string | null {
  if (words === null || words.join('\n') === before?.join('\n')) return null
  const odd = words.find((word) => !/^[\w.:-]+$/.test(word))
  if (odd !== undefined)
    return odd === '' ? 'Take empty lines away.' : `“${odd}” is not one word of letters, digits, dots, colons, hyphens and underscores.`
  const twice = words.find((word, index) => words.indexOf(word) < index)
  return twice === undefined ? null : `${twice} is listed twice.`
}

/** A host name without protocol, port or path; '' is none. */
export function domainProblem(domain: string | null, before: string | null): string | null {
  if (!domain || domain === before) return null
  const isDomain = domain.length <= 253 && /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/i.test(domain)
  return isDomain ? null : 'Enter a domain such as apps.example.org, without protocol, port or path.'
}
