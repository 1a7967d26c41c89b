import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { configQuery } from '@/api/session-queries.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { appContract } from '@/domain/cvm-capabilities.ts'
import { parseHash32, toBytes32 } from '@/domain/identifiers.ts'
import { slowPollMs } from '@/domain/poll-delay.ts'

/**
 * What the app contract says about the running revision, read live. `chain` is null when this console has no connection to the CVM's
 * chain; then nothing is asked.
 */
export function useChainFacts(cvm: Cvm) {
  const { data: config } = useSuspenseQuery(configQuery)
  const chain = config.chains.find(({ id }) => id === cvm.kms.chainId) ?? null
  const contract = appContract(cvm)
  const address = 'address' in contract ? contract.address : null
  const deviceId = parseHash32(cvm.node.deviceId)
  const query = useQuery({
    queryKey: ['chain', chain?.id, address, cvm.composeHash, deviceId],
    enabled: chain !== null && address !== null,
    queryFn: async () => {
      const { readChainFacts } = await import('./read-chain-facts.ts')
      // Both are there: the query is not enabled without them.
      return readChainFacts(chain!, {
        appContract: address!,
        ...(cvm.composeHash ? { composeHash: toBytes32(cvm.composeHash) } : {}),
        ...(deviceId ? { deviceId: toBytes32(deviceId) } : {}),
      })
    },
    refetchInterval: slowPollMs,
    retry: 1,
  })
  return { chain, ...query }
}
