import type { ComposeHash, Hash32 } from './identifiers.ts'

/**
 * The compose hash is SHA-256 over the exact bytes of the stored app-compose manifest, so whoever wants to predict it must know how the
 * server writes that file. Nobody publishes that reliably: two published hashers disagree, and one of them damages `": ` inside values.
 * So nothing is assumed here. A layout counts only once it has reproduced the running revision, byte for byte (see `calibrate`).
 */

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
export type Manifest = { [key: string]: Json }

/** How a manifest is written as text. */
export interface Layout {
  /** `sorted` by code unit at every level, or in the order in which the keys stand in the running revision. */
  keys: 'sorted' | 'as-stored'
  /** `indented-stripped` also removes the blank after every `":`, inside values too. */
  style: 'compact' | 'spaced' | 'indented-2' | 'indented-4' | 'indented-stripped'
  escapesNonAscii: boolean
  /** Leaves out an empty `pre_launch_script` and the key of the other runner. */
  dropsEmpty: boolean
}

const choices = {
  keys: ['sorted', 'as-stored'],
  style: ['compact', 'indented-stripped', 'indented-4', 'indented-2', 'spaced'],
  escapesNonAscii: [false, true],
  dropsEmpty: [false, true],
} as const satisfies { [Part in keyof Layout]: readonly Layout[Part][] }

export const knownLayouts: Layout[] = choices.style.flatMap((style) =>
  choices.keys.flatMap((keys) =>
    choices.escapesNonAscii.flatMap((escapesNonAscii) =>
      choices.dropsEmpty.map((dropsEmpty) => ({ keys, style, escapesNonAscii, dropsEmpty })),
    ),
  ),
)

const separators: Record<Layout['style'], { item: string; colon: string; indent: number }> = {
  compact: { item: ',', colon: ':', indent: 0 },
  spaced: { item: ', ', colon: ': ', indent: 0 },
  'indented-2': { item: ',', colon: ': ', indent: 2 },
  'indented-4': { item: ',', colon: ': ', indent: 4 },
  'indented-stripped': { item: ',', colon: ': ', indent: 4 },
}

function writeString(text: string, escapesNonAscii: boolean): string {
  const quoted = JSON.stringify(text)
  if (!escapesNonAscii) return quoted
  return quoted.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

function write(value: Json, layout: Layout, depth: number): string {
  if (typeof value === 'string') return writeString(value, layout.escapesNonAscii)
  if (value === null || typeof value !== 'object') return JSON.stringify(value)

  const { item, colon, indent } = separators[layout.style]
  const parts = Array.isArray(value)
    ? value.map((entry) => write(entry, layout, depth + 1))
    : (layout.keys === 'sorted' ? Object.keys(value).sort() : Object.keys(value)).map(
        (key) => writeString(key, layout.escapesNonAscii) + colon + write(value[key]!, layout, depth + 1),
      )
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}']
  if (parts.length === 0) return open + close
  if (indent === 0) return open + parts.join(item) + close
  const pad = (level: number) => `\n${' '.repeat(indent * level)}`
  return open + pad(depth + 1) + parts.join(item + pad(depth + 1)) + pad(depth) + close
}

function withoutEmpty(manifest: Manifest): Manifest {
  const { docker_compose_file, bash_script, pre_launch_script, ...rest } = manifest
  return Object.fromEntries(
    Object.keys(manifest).flatMap((key) => {
      if (key === 'docker_compose_file') return manifest.runner === 'bash' ? [] : [[key, docker_compose_file!]]
      if (key === 'bash_script') return manifest.runner === 'docker-compose' ? [] : [[key, bash_script!]]
      if (key === 'pre_launch_script') return pre_launch_script ? [[key, pre_launch_script]] : []
      return [[key, rest[key]!]]
    }),
  )
}

/** The manifest as this layout writes it. */
export function writeManifest(manifest: Manifest, layout: Layout): string {
  const text = write(layout.dropsEmpty ? withoutEmpty(manifest) : manifest, layout, 0)
  return layout.style === 'indented-stripped' ? text.replaceAll('": ', '":') : text
}

/** The manifest in each of these layouts. What differs only in something that this manifest does not hold is the same text, written once. */
function writeAll(manifest: Manifest, layouts: Layout[]): { layout: Layout; text: string }[] {
  const hasNonAscii = /[\u0080-\uffff]/.test(JSON.stringify(manifest))
  const hasEmpty = Object.keys(withoutEmpty(manifest)).length < Object.keys(manifest).length
  const written = new Map<string, string>()
  return layouts.map((layout) => {
    const { keys, style, escapesNonAscii, dropsEmpty } = layout
    const differing = [keys, style, escapesNonAscii && hasNonAscii, dropsEmpty && hasEmpty].join()
    const text = written.get(differing) ?? writeManifest(manifest, layout)
    written.set(differing, text)
    return { layout, text }
  })
}

/** SHA-256 over the UTF-8 bytes; 64 lower-case hex characters. */
export async function hashText(text: string): Promise<Hash32> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('') as Hash32
}

/** The proven ways in which this server writes this CVM's manifest, or why none is proven. */
export type Calibration = { proven: true; manifest: Manifest; layouts: Layout[] } | { proven: false; reason: UnprovenReason }

export type UnprovenReason =
  | 'no-running-hash'
  | 'no-stored-file'
  | 'stored-file-has-another-hash'
  | 'unknown-layout'
  /** The change adds a key, and where it would stand in a file with keys in stored order is the server's choice. */
  | 'new-key-in-stored-order'
  /** A revision's file is handed out as values, and no known layout of them has its hash. */
  | 'not-byte-for-byte'

/**
 * Finds the layouts that reproduce the running revision. `storedText` is the file's own text (`compose_file?raw=1`), `runningHash` what the
 * CVM reports. Only a text with exactly that hash proves anything.
 */
export async function calibrate(storedText: string | null, runningHash: ComposeHash | null): Promise<Calibration> {
  if (!runningHash) return { proven: false, reason: 'no-running-hash' }
  if (storedText === null) return { proven: false, reason: 'no-stored-file' }
  if ((await hashText(storedText)) !== runningHash) return { proven: false, reason: 'stored-file-has-another-hash' }
  const { manifest, layouts } = readManifest(storedText)
  return manifest ? { proven: true, manifest, layouts } : { proven: false, reason: 'unknown-layout' }
}

/**
 * The manifest in a stored file, and the layouts that write it so. `null` for everything that says more, or in another way, than what is
 * read from it: a key that stands there twice would hide from whoever looks at the manifest alone.
 */
export function readManifest(text: string): { manifest: Manifest | null; layouts: Layout[] } {
  const manifest = parseManifest(text)
  const layouts = manifest ? writeAll(manifest, knownLayouts).flatMap((one) => (one.text === text ? [one.layout] : [])) : []
  return { manifest: layouts.length > 0 ? manifest : null, layouts }
}

function parseManifest(text: string): Manifest | null {
  try {
    const value = JSON.parse(text) as Json
    return value !== null && typeof value === 'object' && !Array.isArray(value) ? value : null
  } catch {
    return null
  }
}

/** What our own computation says about the hash that the server asks to be registered. */
export type HashComparison =
  | { result: 'same' }
  | { result: 'different'; ours: ComposeHash }
  | { result: 'unproven'; reason: UnprovenReason }

/**
 * Compares the server's hash with our own for the manifest with `changes` applied. `same` and `different` are said only with proof: a layout
 * that keeps stored key order cannot place a key that the stored file does not have, so it proves nothing about such a change.
 */
export async function checkHash(
  serverHash: ComposeHash,
  calibration: Calibration,
  changes: Partial<Record<string, Json>>,
): Promise<HashComparison> {
  if (!calibration.proven) return { result: 'unproven', reason: calibration.reason }
  const hashes = await hashesAfter(calibration, changes)
  if (hashes.length === 0) return { result: 'unproven', reason: 'new-key-in-stored-order' }
  return hashes.includes(serverHash) ? { result: 'same' } : { result: 'different', ours: hashes[0]! }
}

/** Our own hashes for the manifest with `changes` applied, in every layout that is proven; none without proof. */
export const hashesAfter = async (calibration: Calibration, changes: Partial<Record<string, Json>>): Promise<ComposeHash[]> =>
  calibration.proven ? Promise.all(textsAfter(calibration, changes).map(hashText)) : []

/** The exact text that the server's hash is of, where the layouts and the changes account for it. */
export async function textOfHash(
  serverHash: ComposeHash,
  calibration: Calibration,
  changes: Partial<Record<string, Json>>,
): Promise<string | null> {
  if (!calibration.proven) return null
  for (const text of textsAfter(calibration, changes)) if ((await hashText(text)) === serverHash) return text
  return null
}

/** The manifest with `changes` applied, in every layout that says where each key stands; each text once. */
function textsAfter({ manifest, layouts }: Extract<Calibration, { proven: true }>, changes: Partial<Record<string, Json>>): string[] {
  const adds = Object.keys(changes).some((key) => !(key in manifest))
  const next: Manifest = { ...manifest, ...(changes as Manifest) }
  const placing = layouts.filter((layout) => layout.keys === 'sorted' || !adds)
  return [...new Set(writeAll(next, placing).map(({ text }) => text))]
}
