import type { Cvm } from '@/domain/cvm.ts'
import { appContract, isContractGoverned } from '@/domain/cvm-capabilities.ts'
import { refusesDevice } from '@/updates/verdict/device-allowance.ts'
import { useChainFacts } from '@/updates/verdict/use-chain-facts.ts'

interface StartObstacles {
  /** The app contract is known to refuse it: then the KMS hands out no keys, and the CVM does not start. */
  refuses: ('hash' | 'device')[]
  /** It could not be asked, or does not answer, so nothing is known either way. */
  isUnread: boolean
}

/** What would stop the next start, by what the app contract says now. Nothing is asked for a CVM without one. */
export function useStartObstacles(cvm: Cvm): StartObstacles {
  const isGoverned = isContractGoverned(cvm)
  const { data: facts, error, chain } = useChainFacts(cvm, { isWanted: isGoverned })
  return {
    refuses: [
      ...(cvm.composeHash !== null && facts?.composeHashAllowed === false ? (['hash'] as const) : []),
      ...(refusesDevice(facts) ? (['device'] as const) : []),
    ],
    isUnread:
      isGoverned &&
      (facts
        ? cvm.composeHash !== null && facts.composeHashAllowed === null
        : error !== null || chain === null || 'problem' in appContract(cvm)),
  }
}
