import { useQuery } from '@tanstack/react-query'
import type { ChainConfig } from '@/api/schemas/runtime-config.ts'
import type { AppContractQuestion } from '@/chain/app-contract.ts'
import { chainQueries } from '@/chain/chain-queries.ts'

/** What an app contract says right now, read again every `everyMs`, or only once. Without a chain or a question nothing is asked. */
export function useContractFacts(chain: ChainConfig | null, question: AppContractQuestion | null, everyMs: number | false) {
  return useQuery({ ...chainQueries.facts(chain, question), refetchInterval: everyMs })
}
