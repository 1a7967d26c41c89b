import type { AppContractFacts } from '@/chain/app-contract.ts'
import { parseHash32, toBytes32, type Hex } from '@/domain/identifiers.ts'
import { refusesDevice } from '@/updates/verdict/device-allowance.ts'
import type { Ticket } from '@/updates/engine/update-machine.ts'

/** The CVM's device where the contract is known to refuse it: then the hash alone will not let the CVM start. */
export function refusedDevice(ticket: Pick<Ticket, 'deviceId'>, contract: AppContractFacts | null): Hex | null {
  const deviceId = parseHash32(ticket.deviceId)
  return deviceId && refusesDevice(contract) ? toBytes32(deviceId) : null
}
