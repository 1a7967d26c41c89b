import type { AppContractFacts } from '@/chain/app-contract.ts'
import { type Bytes32, toBytes32 } from '@/domain/identifiers.ts'
import { refusesDevice } from '@/updates/verdict/device-allowance.ts'
import type { Ticket } from '@/updates/engine/update-machine.ts'

/** The CVM's device where the contract is known to refuse it: then the hash alone will not let the CVM start. */
export function refusedDevice(ticket: Pick<Ticket, 'deviceId'>, contract: AppContractFacts | null): Bytes32 | null {
  const { deviceId } = ticket
  return deviceId && refusesDevice(contract) ? toBytes32(deviceId) : null
}
