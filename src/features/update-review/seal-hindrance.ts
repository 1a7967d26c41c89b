import type { HashSeal } from '@/updates/hash-seal.ts'

/** Why a hash is neither signed here nor handed to anybody else; `null` when nothing speaks against it. */
export function sealHindrance(seal: HashSeal | null, goesOnUnproven: boolean): string | null {
  if (!seal || seal.verdict === 'checking') return 'The hash is being checked.'
  if (seal.verdict === 'mismatch') return 'The hash is not what your edits lead to.'
  return seal.verdict === 'unproven' && !goesOnUnproven ? 'Say first that you go on without this check.' : null
}
