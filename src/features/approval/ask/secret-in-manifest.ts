import { readCompose } from '@/compose/read-compose.ts'
import type { RemarkCode } from '@/compose/remark.ts'
import { yamlDocuments, type YamlNode } from '@/compose/yaml/tree.ts'
import { type Manifest, readManifest } from '@/domain/compose-hash.ts'
import { holdsSecret, textHoldsSecret } from './secret-in-text.ts'

/** Then nobody looked at the values. */
const unchecked: ReadonlySet<RemarkCode> = new Set(['syntax', 'not-a-compose-file', 'too-large', 'more', 'unread'])

/**
 * Why the text of a stored manifest is not put into a link: something in it looks like a secret, at whatever depth and in whatever part, or
 * it cannot be read well enough to tell. `null` where nothing speaks against it.
 */
export function objectionToManifest(text: string): 'secret' | 'unreadable' | null {
  const { manifest } = readManifest(text)
  if (!manifest) return 'unreadable'
  if (valueHoldsSecret(manifest)) return 'secret'
  const { docker_compose_file: compose } = manifest
  const file = typeof compose === 'string' ? compose : ''
  const { remarks } = readCompose(file, { names: null, script: '' })
  if (remarks.some(({ rule }) => rule === 'plain-secret')) return 'secret'
  if (remarks.some(({ rule }) => unchecked.has(rule))) return 'unreadable'
  return yamlDocuments(file).some((node) => nodeHoldsSecret(node)) ? 'secret' : null
}

/** Values of the manifest itself; of the compose file and of scripts the lines, comments among them. */
function valueHoldsSecret(value: Manifest[string], key = ''): boolean {
  if (value === null || typeof value === 'boolean') return false
  if (typeof value !== 'object') return holdsSecret(key, String(value)) || textHoldsSecret(String(value))
  if (!Array.isArray(value)) return Object.entries(value).some(([name, inner]) => textHoldsSecret(name) || valueHoldsSecret(inner, name))
  return textHoldsSecret(asCommand(value)) || value.some((item) => valueHoldsSecret(item))
}

/** The same of the compose file as it was typed, so that no part is missing which another part replaces. */
function nodeHoldsSecret(node: YamlNode, key = ''): boolean {
  // What an alias stands for is looked at where it was written.
  if (node.kind === 'alias') return false
  if (node.kind === 'scalar') return holdsSecret(key, node.text) || textHoldsSecret(node.text)
  if (node.kind === 'list') {
    const words = node.items.map((item) => (item.kind === 'scalar' ? item.text : null))
    return textHoldsSecret(asCommand(words)) || node.items.some((item) => nodeHoldsSecret(item))
  }
  return node.pairs.some(({ key: name, value }) => nodeHoldsSecret(name) || nodeHoldsSecret(value, name.kind === 'scalar' ? name.text : ''))
}

/** The items of a list as the command that they often are: an option and its value are two of them. */
const asCommand = (items: readonly unknown[]) => items.filter((item) => typeof item === 'string').join(' ')
