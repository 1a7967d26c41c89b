import { useMemo, useSyncExternalStore } from 'react'
import type { AppOwner } from '@/chain/app-contract.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { type Hex, sameAddress } from '@/domain/identifiers.ts'
import { accountsIn, keptConnections } from '@/lib/kept-wallet.ts'
import { browserStore } from '@/lib/storage.ts'
import type { UpdatePlan } from '@/updates/plan/update-plan.ts'
import { refusesDevice } from '@/updates/verdict/device-allowance.ts'
import { useChainFacts } from '@/updates/verdict/use-chain-facts.ts'

/**
 * An owner of an app contract that is not expected to sign here, in words: one that cannot sign in a browser wallet, or an account other
 * than those that a wallet of this browser showed last.
 */
export type OwnerElsewhere = 'A Safe' | 'A contract' | 'Another account'

export interface ContractObstacles {
  /** Who has to allow the new hash, as read from the chain; `null` where nobody has to, and as long as it is not known. */
  signer: AppOwner | null
  /** `null` for an owner that may sign in a wallet here, for an update without a signature, and as long as it is not known. */
  owner: OwnerElsewhere | null
  /** Ownership was given up: nobody can allow a new hash, whoever signs. */
  isOwnerGone: boolean
  /** Whom the ownership was offered to and who has not taken it: until then the present owner signs, from then on this one. */
  pendingOwner: Hex | null
  /** The contract lets the CVM start on a machine with an up-to-date platform only. */
  requiresTcbUpToDate: boolean
  /** The contract is known to refuse the CVM's device: after a restart it would not come back. */
  isDeviceRefused: boolean
}

/** What the app contract means for a plan; without one in the CVM's way, and without a plan, nothing is asked. */
export function useContractObstacles(cvm: Cvm, plan: Pick<UpdatePlan, 'signature' | 'restarts'> | null): ContractObstacles {
  const isWanted = plan !== null && (plan.signature === 'needed' || plan.restarts > 0)
  const { data: facts } = useChainFacts(cvm, { isWanted })
  const kept = useSyncExternalStore(browserStore.subscribe, keptConnections)
  const accounts = useMemo(() => accountsIn(kept), [kept])
  const signer = plan?.signature === 'needed' ? (facts?.owner ?? null) : null
  return {
    signer,
    owner: signer && whereElse(signer, accounts),
    isOwnerGone: signer?.kind === 'nobody',
    pendingOwner: plan !== null && plan.signature !== 'none' ? (facts?.pendingOwner ?? null) : null,
    requiresTcbUpToDate: plan !== null && plan.restarts > 0 && facts?.requiresTcbUpToDate === true,
    isDeviceRefused: isWanted && refusesDevice(facts),
  }
}

function whereElse(owner: AppOwner, accounts: readonly string[]): OwnerElsewhere | null {
  if (owner.kind === 'safe') return 'A Safe'
  if (owner.kind === 'contract') return 'A contract'
  const isAccount = owner.kind === 'account' || owner.kind === 'delegated-account'
  return isAccount && accounts.length > 0 && !accounts.some((account) => sameAddress(account, owner.address)) ? 'Another account' : null
}
