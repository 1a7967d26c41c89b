import { queryOptions, skipToken } from '@tanstack/react-query'
import { cvmKeys } from '@/api/cvm-keys.ts'
import type { Cvm } from '@/domain/cvm.ts'
import type { Outcome } from '@/features/proof/chain/proof-texts.ts'
import { provedFacts } from '@/features/proof/proof-query.ts'

/** What became of proving one CVM of many; the evidence itself is not kept. */
export interface Proved extends Outcome {
  /** The sentence above its chain, or why there is none. */
  text: string
  /** The root that the quote was found to end in; `null` where the quote does not hold. */
  root: 'intel' | 'sandbox' | null
  /** Milliseconds since 1970. */
  at: number
}

/** Every outcome that is known of a CVM. */
export const provedKey = (cvmId: string) => [...cvmKeys.one(cvmId), 'proved'] as const

/** Filled by `keepProved`; nobody asks for it by itself. Of a CVM that is another by now there is none. */
export const provedQuery = (cvm: Cvm) =>
  queryOptions<Proved>({
    queryKey: [...provedKey(cvm.id), ...provedFacts(cvm)],
    queryFn: skipToken,
    staleTime: Infinity,
    gcTime: Infinity,
  })
