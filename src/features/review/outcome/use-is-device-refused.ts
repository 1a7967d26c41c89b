import type { Cvm } from '@/domain/cvm.ts'
import { isContractGoverned } from '@/domain/cvm-capabilities.ts'
import { refusesDevice } from '@/updates/verdict/device-allowance.ts'
import { useChainFacts } from '@/updates/verdict/use-chain-facts.ts'

/** Whether the app contract is known to refuse the CVM's device, read live: then no configuration starts on it. */
export function useIsDeviceRefused(cvm: Cvm): boolean {
  const { data: facts } = useChainFacts(cvm, { isWanted: isContractGoverned(cvm) })
  return refusesDevice(facts)
}
