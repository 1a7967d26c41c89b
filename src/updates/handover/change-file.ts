import * as z from 'zod/mini'
import { hashText } from '@/domain/compose-hash.ts'
import type { ComposeHash } from '@/domain/identifiers.ts'

/** What a prepared update changes, as a file for whoever approves it: the stored manifests, byte for byte, with all that is written in them. */
export interface Change {
  before: string
  after: string
}

const kind = 'cvm-console/change'
const fileSchema = z.object({ kind: z.literal(kind), version: z.literal(1), before: z.string(), after: z.string() })

/** A manifest is at most 200 KiB; twice, and as JSON in JSON. */
export const mostFileBytes = 4 * 1024 * 1024

export const writeChangeFile = ({ before, after }: Change) => `${JSON.stringify({ kind, version: 1, before, after }, null, 2)}\n`

/**
 * `unknown-file`: not written by this console. `other-hash`: its new version is not what the hash stands for, so it may be forged.
 * `cannot-check`: this page cannot compute hashes, as one that came over plain http.
 */
export type ChangeFileProblem = 'unknown-file' | 'other-hash' | 'cannot-check'

/** Reads a change that has to lead to exactly this hash. `beforeHash` is computed as well: whether it is true, only the contract can say. */
export async function readChangeFile(
  text: string,
  composeHash: ComposeHash,
): Promise<{ change: Change; beforeHash: ComposeHash } | { problem: ChangeFileProblem }> {
  let file: unknown
  try {
    file = JSON.parse(text)
  } catch {
    return { problem: 'unknown-file' }
  }
  const parsed = z.safeParse(fileSchema, file)
  if (!parsed.success) return { problem: 'unknown-file' }
  const { before, after } = parsed.data
  const hashes = await Promise.all([hashText(before), hashText(after)]).catch(() => null)
  if (!hashes) return { problem: 'cannot-check' }
  const [beforeHash, afterHash] = hashes
  return afterHash === composeHash ? { change: { before, after }, beforeHash } : { problem: 'other-hash' }
}
