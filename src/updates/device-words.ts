import type { AppContractFacts } from '@/chain/app-contract.ts'

/** What the contract says about a CVM's device. Until it allows the device, the hash alone lets nothing start. */
export function deviceWords({ allowAnyDevice, deviceAllowed }: Pick<AppContractFacts, 'allowAnyDevice' | 'deviceAllowed'>): string {
  if (allowAnyDevice) return 'any device is allowed'
  if (deviceAllowed === null) return 'the contract does not say'
  return deviceAllowed ? 'allowed' : 'not allowed yet'
}
