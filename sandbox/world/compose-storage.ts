import { sha256Hex } from '../seeded-random.ts'

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
export type Manifest = { [key: string]: Json }

/**
 * How a CVM's manifest stands on disk. Its hash is taken over these bytes, so each CVM keeps its own way through every update.
 * `canonical` is compact with sorted keys; `as-stored` is compact in the order the file came in; `stripped` is the published printer that
 * also eats the blank after every `":` inside values; `tabbed` is nobody's published layout.
 */
export type ComposeLayout = 'canonical' | 'as-stored' | 'indented' | 'stripped' | 'tabbed'

/** The manifest of one CVM as exact text, with the hash of exactly these bytes. */
export interface StoredCompose {
  layout: ComposeLayout
  text: string
  /** 64 lower-case hex characters. */
  hash: string
}

export function storeManifest(manifest: Manifest, layout: ComposeLayout): StoredCompose {
  const text = printers[layout](manifest)
  return { layout, text, hash: sha256Hex(text) }
}

export const manifestOf = (stored: StoredCompose) => JSON.parse(stored.text) as Manifest

/** The text under a key; empty when there is none. */
export function textIn(manifest: Manifest, key: 'docker_compose_file' | 'pre_launch_script'): string {
  const value = manifest[key]
  return typeof value === 'string' ? value : ''
}

/** The same file with some keys set, in its own layout. New keys come last where order is kept. */
export const withChanges = (stored: StoredCompose, changes: Manifest) => storeManifest({ ...manifestOf(stored), ...changes }, stored.layout)

const printers: Record<ComposeLayout, (manifest: Manifest) => string> = {
  canonical: (manifest) => JSON.stringify(sorted(manifest)),
  'as-stored': (manifest) => JSON.stringify(manifest),
  indented: (manifest) => JSON.stringify(manifest, null, 4),
  stripped: (manifest) => JSON.stringify(sorted(normalised(manifest)), null, 4).replaceAll('": ', '":'),
  tabbed: (manifest) => `${JSON.stringify(manifest, null, '\t')}\n`,
}

function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key]!)]),
  )
}

/** Without the other runner's key and without an empty script. */
function normalised(manifest: Manifest): Manifest {
  const kept = { ...manifest }
  if (kept.runner === 'bash') delete kept.docker_compose_file
  if (kept.runner === 'docker-compose') delete kept.bash_script
  if (!kept.pre_launch_script) delete kept.pre_launch_script
  return kept
}
