import { queryOptions, skipToken } from '@tanstack/react-query'
import type { Verdict } from '@/attestation/links.ts'

/** What became of proving one CVM of many; the evidence itself is not kept. */
export interface Proved {
  verdict: Verdict
  /** The sentence above its chain, or why there is none. */
  text: string
  isSandboxRoot: boolean
  /** Milliseconds since 1970. */
  at: number
}

/** Filled by whoever proves; nobody asks for it by itself. */
export const provedQuery = (cvmId: string) =>
  queryOptions<Proved>({ queryKey: ['proved', cvmId], queryFn: skipToken, staleTime: Infinity, gcTime: Infinity })
