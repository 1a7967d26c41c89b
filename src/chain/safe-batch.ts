import { getAddress, keccak256, stringToHex } from 'viem'
import type { Bytes32, Hex } from '@/domain/identifiers.ts'
import { encodeAddDevice } from './allow-device.ts'
import { type OwnerMethod, ownerMethods } from './owner-methods.ts'
import { encodeAddComposeHash } from './registration.ts'

/** The calls that an update, or a start, needs on the app contract, in the order in which they are made. */
export interface OwnerCalls {
  chainId: number
  appContract: Hex
  /** `null` where the contract allows it already. */
  composeHash: Bytes32 | null
  /** Only where the contract does not allow the CVM's device yet. */
  deviceId: Bytes32 | null
}

export interface OwnerCall {
  method: OwnerMethod
  argument: Bytes32
  data: Hex
}

/** The device comes first: once the hash is allowed, an open page confirms at once, and the CVM starts. */
export const ownerCalls = ({ composeHash, deviceId }: Pick<OwnerCalls, 'composeHash' | 'deviceId'>): OwnerCall[] => [
  ...(deviceId ? [{ method: 'addDevice', argument: deviceId, data: encodeAddDevice(deviceId) } as const] : []),
  ...(composeHash ? [{ method: 'addComposeHash', argument: composeHash, data: encodeAddComposeHash(composeHash) } as const] : []),
]

type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

/**
 * The file that Safe's Transaction Builder takes (version 1.0): one batch, executed by the Safe as a whole. `data` stays empty, since the
 * builder hides method and argument of a call whose data is given and shows raw hex instead; it encodes the call itself. Without the right
 * `checksum` it warns signers that the file was changed.
 */
export function safeBatch(calls: OwnerCalls, createdAt: Date): string {
  const batch = {
    version: '1.0',
    chainId: String(calls.chainId),
    createdAt: createdAt.getTime(),
    meta: {
      name: `Allow ${[...(calls.deviceId ? ['a device'] : []), ...(calls.composeHash ? ['a compose hash'] : [])].join(' and ')}`,
      description: `${calls.composeHash ? `Compose hash ${calls.composeHash}` : `Device ${calls.deviceId}`} on app contract ${getAddress(calls.appContract)}`,
    },
    transactions: ownerCalls(calls).map(({ method, argument }) => {
      const { input } = ownerMethods[method]
      return {
        to: getAddress(calls.appContract),
        value: '0',
        data: null,
        contractMethod: { name: method, payable: false, inputs: [{ name: input, type: 'bytes32', internalType: 'bytes32' }] },
        contractInputsValues: { [input]: argument },
      }
    }),
  }
  const checksum = keccak256(stringToHex(canonicalText({ ...batch, meta: { ...batch.meta, name: null } })))
  return `${JSON.stringify({ ...batch, meta: { ...batch.meta, checksum } }, null, 2)}\n`
}

/** The text that the builder hashes: no blanks, keys in alphabetical order and ahead of the values, a comma after each value of an object. */
function canonicalText(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const keys = Object.keys(value).sort()
  return `{${JSON.stringify(keys)}${keys.map((key) => `${canonicalText(value[key]!)},`).join('')}}` // the key is its own
}
