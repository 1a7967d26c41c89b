import type { Cvm } from './cvm.ts'
import { appContractOf, sameAddress } from './identifiers.ts'

/** Whether an action is possible now; when it is not, `reason` is a sentence for the person. */
export type Capability = { can: true } | { can: false; reason: string }

const yes: Capability = { can: true }
const no = (reason: string): Capability => ({ can: false, reason })

const busy = 'Another operation is running on this CVM. Wait until it ends.'

/** Business rules about one CVM. The server stays the judge: these only explain in advance. */
export const cvmCan = {
  start: (cvm: Cvm): Capability => (cvm.inProgress ? no(busy) : cvm.status === 'running' ? no('This CVM is already running.') : yes),
  restart: (cvm: Cvm): Capability =>
    cvm.inProgress ? no(busy) : cvm.status === 'running' ? yes : no('Only a running CVM can be restarted. Start it instead.'),
  shutdown: (cvm: Cvm): Capability => (cvm.inProgress ? no(busy) : cvm.status === 'running' ? yes : no('This CVM is not running.')),
  /** Pulls the power and cancels a running operation, so being busy does not forbid it. */
  stop: (cvm: Cvm): Capability => (cvm.status === 'stopped' ? no('This CVM is already stopped.') : yes),
  apply: (cvm: Cvm): Capability => (cvm.inProgress ? no(busy) : yes),
}

/** A contract governs this CVM's keys: a new compose hash needs its owner's approval on-chain. */
export const isContractGoverned = (cvm: Pick<Cvm, 'kms'>) => cvm.kms.chainId !== null

/** The one contract that `addComposeHash` may be sent to, or why there is none to send to. Never the KMS contract. */
export function appContract(cvm: Cvm): { address: `0x${string}` } | { problem: 'no-app-id' | 'legacy-address' | 'is-kms-contract' } {
  const address = appContractOf(cvm.appId)
  if (!address) return { problem: 'no-app-id' }
  if (sameAddress(address, cvm.kms.kmsContract)) return { problem: 'is-kms-contract' }
  if (cvm.kms.reportedAppContract && !sameAddress(address, cvm.kms.reportedAppContract)) return { problem: 'legacy-address' }
  return { address }
}
