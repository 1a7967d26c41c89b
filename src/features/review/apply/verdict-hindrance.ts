import type { HashVerdict } from '@/updates/verdict/hash-verdict.ts'

/** Why a hash is neither signed here nor handed to anybody else; `null` when nothing speaks against it. */
export function verdictHindrance(verdict: HashVerdict | null, goesOnUnproven: boolean): string | null {
  if (!verdict) return 'The hash is being checked.'
  if (verdict.kind === 'mismatch') return 'The hash is not what your edits lead to.'
  return verdict.kind === 'unproven' && !goesOnUnproven ? 'Choose “Continue without this check” first.' : null
}
