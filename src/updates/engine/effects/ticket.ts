import type { HashRequired } from '@/api/hash-required.ts'
import { networkTitle } from '@/domain/network-names.ts'
import type { Failure, Ticket } from '../update-machine.ts'
import type { EffectTools } from './effect-tools.ts'

/** A 465 that names another app or chain than the CVM's own leads to a signature on a stranger's contract. */
export function mismatchOf(required: HashRequired, cvm: EffectTools['cvm']): Failure | null {
  const what =
    cvm.appId !== null && required.appId !== cvm.appId
      ? `app ${required.appId}, but this CVM belongs to app ${cvm.appId}`
      : cvm.kms.chainId !== null && required.chainId !== cvm.kms.chainId
        ? `${networkTitle(required.chainId)}, but this CVM is governed on ${networkTitle(cvm.kms.chainId)}`
        : null
  if (!what) return null
  const message = `The server asks for an approval on ${what}. Nothing should be signed.`
  return { kind: 'not-understood', message, isOwnMessage: true, code: null, requestId: null, fieldErrors: [] }
}

export const ticketFrom = (
  { composeHash, appId, appContract, chainId, kmsContract, deviceId }: HashRequired,
  issuedAt: string,
): Ticket => ({
  composeHash,
  appId,
  appContract,
  chainId,
  kmsContract,
  deviceId,
  issuedAt,
})
