import { readCompose } from '@/compose/read-compose.ts'
import { scriptHoldsSecret } from '@/compose/secrets.ts'
import type { RemarkCode } from '@/compose/remark.ts'
import { readManifest } from '@/domain/compose-hash.ts'

/** Then nobody looked at the values. */
const unchecked: ReadonlySet<RemarkCode> = new Set(['syntax', 'not-a-compose-file', 'too-large', 'more', 'unread'])

/**
 * Why the text of a stored manifest is not put into a link: a value in it looks like a secret, or it cannot be read well enough to tell.
 * `null` where nothing speaks against it.
 */
export function objectionToManifest(text: string): 'secret' | 'unreadable' | null {
  const { manifest } = readManifest(text)
  if (!manifest) return 'unreadable'
  const { docker_compose_file: compose, ...others } = manifest
  if (Object.values(others).some((value) => typeof value === 'string' && scriptHoldsSecret(value))) return 'secret'
  const { remarks } = readCompose(typeof compose === 'string' ? compose : '', { names: null, script: '' })
  if (remarks.some(({ rule }) => rule === 'plain-secret')) return 'secret'
  return remarks.some(({ rule }) => unchecked.has(rule)) ? 'unreadable' : null
}
