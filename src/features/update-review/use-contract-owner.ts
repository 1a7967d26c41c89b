import type { Cvm } from '@/domain/cvm.ts'
import type { UpdatePlan } from '@/updates/update-plan.ts'
import { useChainFacts } from '@/updates/use-chain-facts.ts'

/** An owner of an app contract that cannot sign in a browser wallet, in words. */
export type ContractOwner = 'A Safe' | 'A contract'

/** `null` for an owner that signs in a wallet, for an update without a signature, and as long as it is not known. */
export function useContractOwner(cvm: Cvm, signature: UpdatePlan['signature']): ContractOwner | null {
  const { data: facts } = useChainFacts(cvm, { isWanted: signature === 'needed' })
  const kind = signature === 'needed' ? facts?.owner?.kind : undefined
  return kind === 'safe' ? 'A Safe' : kind === 'contract' ? 'A contract' : null
}
