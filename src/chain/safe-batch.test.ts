import { decodeFunctionData } from 'viem'
import { expect, test } from 'vitest'
import { appAbi } from './abi.ts'
import { ownerCalls, safeBatch } from './safe-batch.ts'

const composeHash = `0x${'ab'.repeat(32)}` as const
const deviceId = `0x${'cd'.repeat(32)}` as const
const appContract = `0x${'a1'.repeat(20)}` as const
const at = new Date('2026-01-02T03:04:05Z')

interface Batch {
  chainId: string
  createdAt: number
  transactions: { to: string; value: string; data: `0x${string}`; contractInputsValues: Record<string, string> }[]
}
const batchOf = (device: typeof deviceId | null) =>
  JSON.parse(safeBatch({ chainId: 8453, appContract, composeHash, deviceId: device }, at)) as Batch

test('a batch holds the one call, on the app contract, worth nothing', () => {
  const { chainId, createdAt, transactions } = batchOf(null)
  expect({ chainId, createdAt }).toEqual({ chainId: '8453', createdAt: at.getTime() })
  expect(transactions).toHaveLength(1)
  expect(transactions[0]).toMatchObject({ value: '0', contractInputsValues: { composeHash } })
  expect(transactions[0]!.to.toLowerCase()).toBe(appContract)
  expect(transactions[0]!.data).toBe(`0xdfc77223${composeHash.slice(2)}`)
})

test('a device that is not allowed yet comes first, so that the CVM may start as soon as the hash is allowed', () => {
  const read = batchOf(deviceId).transactions.map(({ data }) => decodeFunctionData({ abi: appAbi, data }))
  expect(read).toEqual([
    { functionName: 'addDevice', args: [deviceId] },
    { functionName: 'addComposeHash', args: [composeHash] },
  ])
})

test('what signers read beside the data is what the data says', () => {
  for (const { data, contractInputsValues } of batchOf(deviceId).transactions) {
    expect(Object.values(contractInputsValues)).toEqual(decodeFunctionData({ abi: appAbi, data }).args)
  }
  expect(ownerCalls({ composeHash, deviceId: null }).map(({ method }) => method)).toEqual(['addComposeHash(bytes32)'])
})
