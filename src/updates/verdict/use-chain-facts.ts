import { useSuspenseQuery } from '@tanstack/react-query'
import { configQuery } from '@/api/session-queries.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { appContract } from '@/domain/cvm-capabilities.ts'
import { parseHash32, toBytes32 } from '@/domain/identifiers.ts'
import { slowPollMs } from '@/domain/poll-delay.ts'
import { useContractFacts } from './use-contract-facts.ts'

/**
 * What the app contract says about the running revision, read live. `chain` is null when this console has no connection to the CVM's
 * chain; then nothing is asked, as with `isWanted: false`.
 */
export function useChainFacts(cvm: Cvm, { isWanted = true }: { isWanted?: boolean } = {}) {
  const { data: config } = useSuspenseQuery(configQuery)
  const chain = config.chains.find(({ id }) => id === cvm.kms.chainId) ?? null
  const contract = appContract(cvm)
  const deviceId = parseHash32(cvm.node.deviceId)
  const otherDeviceIds = cvm.node.otherDeviceIds.flatMap((id) => parseHash32(id) ?? []).map((id) => toBytes32(id))
  const question =
    isWanted && 'address' in contract
      ? {
          appContract: contract.address,
          ...(cvm.composeHash ? { composeHash: toBytes32(cvm.composeHash) } : {}),
          ...(deviceId ? { deviceId: toBytes32(deviceId), otherDeviceIds } : {}),
        }
      : null
  return { chain, ...useContractFacts(chain, question, slowPollMs) }
}
