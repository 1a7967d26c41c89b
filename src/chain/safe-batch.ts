import { getAddress } from 'viem'
import type { Hex } from '@/domain/identifiers.ts'
import { encodeAddDevice } from './allow-device.ts'
import { encodeAddComposeHash } from './registration.ts'

/** The calls that an update needs on the app contract, in the order in which they are made. */
export interface OwnerCalls {
  chainId: number
  appContract: Hex
  composeHash: Hex
  /** Only where the contract does not allow the CVM's device yet. */
  deviceId: Hex | null
}

export interface OwnerCall {
  method: 'addComposeHash(bytes32)' | 'addDevice(bytes32)'
  argument: Hex
  data: Hex
}

/** The device comes first: once the hash is allowed, an open page confirms at once, and the CVM starts. */
export const ownerCalls = ({ composeHash, deviceId }: Pick<OwnerCalls, 'composeHash' | 'deviceId'>): OwnerCall[] => [
  ...(deviceId ? [{ method: 'addDevice(bytes32)', argument: deviceId, data: encodeAddDevice(deviceId) } as const] : []),
  { method: 'addComposeHash(bytes32)', argument: composeHash, data: encodeAddComposeHash(composeHash) },
]

const names = { 'addComposeHash(bytes32)': ['addComposeHash', 'composeHash'], 'addDevice(bytes32)': ['addDevice', 'deviceId'] } as const

/**
 * The file that Safe's Transaction Builder takes (version 1.0): one batch, executed by the Safe as a whole. Methods and arguments stand
 * beside the data so that signers can read them; without a `checksum` the builder accepts the file as it is.
 */
export function safeBatch(calls: OwnerCalls, createdAt: Date): string {
  const batch = {
    version: '1.0',
    chainId: String(calls.chainId),
    createdAt: createdAt.getTime(),
    meta: {
      name: calls.deviceId ? 'Allow a device and a compose hash' : 'Allow a compose hash',
      description: `Compose hash ${calls.composeHash} on app contract ${getAddress(calls.appContract)}`,
    },
    transactions: ownerCalls(calls).map(({ method, argument, data }) => {
      const [name, input] = names[method]
      return {
        to: getAddress(calls.appContract),
        value: '0',
        data,
        contractMethod: { name, payable: false, inputs: [{ name: input, type: 'bytes32', internalType: 'bytes32' }] },
        contractInputsValues: { [input]: argument },
      }
    }),
  }
  return `${JSON.stringify(batch, null, 2)}\n`
}
