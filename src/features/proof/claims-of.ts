import { claimedHex, type CvmClaims } from '@/attestation/claims.ts'
import type { Cvm } from '@/domain/cvm.ts'

/** What the API says of a CVM, as a proof compares it. `askedHash` is what an update asked for; `null` where none is known. */
export const claimsOf = (cvm: Cvm, askedHash: string | null): CvmClaims => ({
  id: cvm.id,
  name: cvm.name,
  appId: claimedHex(cvm.appId),
  instanceId: claimedHex(cvm.instanceId),
  composeHash: claimedHex(cvm.composeHash),
  askedHash: claimedHex(askedHash),
  // Whichever kind of OS image it runs, the machine is one of these.
  deviceIds: [cvm.node.deviceId, ...cvm.node.otherDeviceIds].flatMap((id) => claimedHex(id) ?? []),
  osImageHash: claimedHex(cvm.os.imageHash),
})
