import { useQuery } from '@tanstack/react-query'
import type { ChainConfig } from '@/api/schemas/runtime-config.ts'
import { chainQueries } from '@/chain/chain-queries.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { appContract } from '@/domain/cvm-capabilities.ts'
import type { ComposeHash } from '@/domain/identifiers.ts'

/** Whether the app contract allows a hash, asked live. `isAllowed` is `undefined` while that is not known, or could not be asked; `null` is no hash. */
export function useHashAllowed(cvm: Cvm, chain: ChainConfig | null, composeHash: ComposeHash | null) {
  const contract = appContract(cvm)
  const address = 'address' in contract ? contract.address : null
  const { data, isPending } = useQuery(chainQueries.hashAllowed(chain, address, composeHash))
  return { isAllowed: data, isAsking: isPending && chain !== null && address !== null && composeHash !== null }
}
