import { useQuery } from '@tanstack/react-query'
import type { ChainConfig } from '@/api/schemas/runtime-config.ts'
import type { AppContractQuestion } from '@/chain/app-contract.ts'

/** What an app contract says right now, read again every `everyMs`, or only once. Without a chain or a question nothing is asked, and viem is not loaded. */
export function useContractFacts(chain: ChainConfig | null, question: AppContractQuestion | null, everyMs: number | false) {
  return useQuery({
    queryKey: ['chain', chain?.id, question?.appContract, question?.composeHash, question?.deviceId],
    enabled: chain !== null && question !== null,
    queryFn: async () => {
      const { readChainFacts } = await import('./read-chain-facts.ts')
      // Both are there: the query is not enabled without them.
      return readChainFacts(chain!, question!)
    },
    refetchInterval: everyMs,
    retry: 1,
  })
}
