import { someBytes32 } from '@/domain/testing/hashes.ts'
import { decodeFunctionData, encodeFunctionData, keccak256, parseAbi, toBytes, toFunctionSelector } from 'viem'
import { expect, test } from 'vitest'
import { appAbi } from './abi.ts'
import { ownerMethods } from './owner-methods.ts'
import { ownerCalls, safeBatch } from './safe-batch.ts'

const composeHash = someBytes32('ab')
const deviceId = someBytes32('cd')
const appContract = `0x${'a1'.repeat(20)}` as const
const at = new Date('2026-01-02T03:04:05Z')

interface Batch {
  version: string
  chainId: string
  createdAt: number
  meta: { name: string; description: string; checksum: string }
  transactions: {
    to: string
    value: string
    data: null
    contractMethod: { name: string; payable: boolean; inputs: { name: string; type: string; internalType: string }[] }
    contractInputsValues: Record<string, string>
  }[]
}
const batchOf = (device: typeof deviceId | null) =>
  JSON.parse(safeBatch({ chainId: 8453, appContract, composeHash, deviceId: device }, at)) as Batch

/** The call as the builder encodes it: from the method's description and the values beside it. */
function encodedByBuilder({ contractMethod: { name, inputs }, contractInputsValues }: Batch['transactions'][number]) {
  const abi = parseAbi([`function ${name}(${inputs.map((input) => `${input.type} ${input.name}`).join(', ')})`] as readonly string[])
  return encodeFunctionData({ abi, functionName: name, args: inputs.map((input) => contractInputsValues[input.name]) })
}

test('a batch holds the one call, on the app contract, worth nothing, and signers can read it', () => {
  const { version, chainId, createdAt, transactions } = batchOf(null)
  expect({ version, chainId, createdAt }).toEqual({ version: '1.0', chainId: '8453', createdAt: at.getTime() })
  expect(transactions).toEqual([
    {
      to: expect.stringMatching(/^0x[0-9a-fA-F]{40}$/),
      value: '0',
      // With data the builder would hide method and argument, and show raw hex.
      data: null,
      contractMethod: {
        name: 'addComposeHash',
        payable: false,
        inputs: [{ name: 'composeHash', type: 'bytes32', internalType: 'bytes32' }],
      },
      contractInputsValues: { composeHash },
    },
  ])
  expect(transactions[0]!.to.toLowerCase()).toBe(appContract)
})

test('a device that is not allowed yet comes first, so that the CVM may start as soon as the hash is allowed', () => {
  const read = batchOf(deviceId).transactions.map((transaction) => decodeFunctionData({ abi: appAbi, data: encodedByBuilder(transaction) }))
  expect(read).toEqual([
    { functionName: 'addDevice', args: [deviceId] },
    { functionName: 'addComposeHash', args: [composeHash] },
  ])
})

test('where the hash is allowed already the device is all that is asked for, and the batch is named for it', () => {
  const calls = { chainId: 8453, appContract, composeHash: null, deviceId }
  expect(ownerCalls(calls).map(({ method }) => method)).toEqual(['addDevice'])
  const { meta, transactions } = JSON.parse(safeBatch(calls, at)) as Batch
  expect(meta.name).toBe('Allow a device')
  expect(meta.description).toMatch(new RegExp(`^Device ${deviceId} on app contract 0x`))
  expect(transactions.map(encodedByBuilder)).toEqual(ownerCalls(calls).map(({ data }) => data))
})

test('what the builder makes of a batch is the call data that this console shows', () => {
  expect(batchOf(deviceId).transactions.map(encodedByBuilder)).toEqual(ownerCalls({ composeHash, deviceId }).map(({ data }) => data))
})

test('the checksum is the one that the builder computes, so that signers are not told of changed properties', () => {
  // By its published rules, for this very file: the name counts as null, the checksum itself does not count.
  const { meta } = batchOf(null)
  const text = [
    '{["chainId","createdAt","meta","transactions","version"]"8453",1767323045000,',
    `{["description","name"]"${meta.description}",null,},`,
    '[{["contractInputsValues","contractMethod","data","to","value"]',
    `{["composeHash"]"${composeHash}",},`,
    '{["inputs","name","payable"][{["internalType","name","type"]"bytes32","composeHash","bytes32",}],"addComposeHash",false,},',
    `null,"${batchOf(null).transactions[0]!.to}","0",}],"1.0",}`,
  ].join('')
  expect(meta.checksum).toBe(keccak256(toBytes(text)))
})

test('the selector that a page shows beside a method is that of its signature', () => {
  for (const { signature, selector } of Object.values(ownerMethods)) expect(toFunctionSelector(signature)).toBe(selector)
})
