import type { AppContractFacts } from '@/chain/app-contract.ts'

type Allowance = Pick<AppContractFacts, 'allowAnyDevice' | 'deviceAllowed'>

/** What the contract says about a CVM's device. Until it allows the device, the hash alone lets nothing start. */
export function deviceWords({ allowAnyDevice, deviceAllowed }: Allowance): string {
  if (allowAnyDevice) return 'any device is allowed'
  if (deviceAllowed === null) return 'the contract does not say'
  return deviceAllowed ? 'allowed' : 'not allowed yet'
}

/** Whether the contract is known to refuse the device: after a restart the CVM would not come back. */
export const refusesDevice = (contract: Allowance | null | undefined): boolean =>
  contract?.allowAnyDevice === false && contract.deviceAllowed === false
