import { someHash } from '@/domain/testing/hashes.ts'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { encodeAddComposeHash } from '@/chain/registration.ts'
import { type Hex, toBytes32, type TransactionHash } from '@/domain/identifiers.ts'
import { chainBehindHttp } from '../../../sandbox/chain/testing/chain-behind-http.ts'
import { NoSuchContract } from '@/chain/chain-errors.ts'
import { chainReads } from './chain-reads.ts'
import type { Ticket } from './update-machine.ts'

const composeHash = someHash('b')

let served: Awaited<ReturnType<typeof chainBehindHttp>>
let ticket: Ticket

beforeAll(async () => {
  served = await chainBehindHttp()
  const app = await served.chain.deployApp({
    owner: 'account',
    composeHash: `0x${'a'.repeat(64)}`,
    deviceId: `0x${'1'.repeat(64)}`,
    allowAnyDevice: true,
  })
  await served.chain.snapshotAtStart()
  ticket = { composeHash, appId: app.slice(2), appContract: app, chainId: 1, kmsContract: null, deviceId: null, issuedAt: '' }
})
beforeEach(() => served.chain.reset())
afterAll(() => served.stop())

async function register(): Promise<TransactionHash> {
  const { owner } = served.chain.accounts
  const execute = { as: owner.address, to: ticket.appContract, data: encodeAddComposeHash(toBytes32(composeHash)) }
  const { transactionHash } = (await served.chain.control({ execute })) as { transactionHash: TransactionHash }
  return transactionHash
}

test.each([
  ['a transaction of ours', (transactionHash: TransactionHash) => transactionHash],
  ['one that someone else sent', () => null],
])('on Ethereum %s counts from its second block on', async (_, askedAbout) => {
  const reads = chainReads({ ...served.facts, id: 1 }, { baseUrl: served.baseUrl })
  const transactionHash = await register()
  expect(await reads.registration(ticket, askedAbout(transactionHash))).toMatchObject({
    allowed: true,
    transactionHash: null,
    isSettling: true,
  })
  await served.chain.control({ mine: 1 })
  expect(await reads.registration(ticket, askedAbout(transactionHash))).toMatchObject({ allowed: true, transactionHash })
})

test('on a chain whose blocks stay it counts at once', async () => {
  const reads = chainReads({ ...served.facts, id: 8453 }, { baseUrl: served.baseUrl })
  const transactionHash = await register()
  expect(await reads.registration(ticket, transactionHash)).toMatchObject({ allowed: true, transactionHash })
})

test('an allowed hash whose transaction is not found is told as such by the second search, with how far back it came', async () => {
  const reads = chainReads({ ...served.facts, id: 8453 }, { baseUrl: served.baseUrl })
  await register()
  const { blockNumber } = (await served.chain.control({ mine: 5 })) as { blockNumber: number }
  served.refuse(({ method, params }) => {
    const { fromBlock } = (params[0] ?? {}) as { fromBlock: Hex }
    return method === 'eth_getLogs' && Number(fromBlock) < blockNumber ? { code: -32000, message: 'pruned' } : undefined
  })
  expect(await reads.registration(ticket, null)).toEqual({ allowed: true, transactionHash: null, isSearchPending: true })
  const told = { allowed: true, transactionHash: null, searchedBackTo: String(blockNumber) }
  expect(await reads.registration(ticket, null)).toEqual(told)
  // Without another search, for a while.
  const before = served.requests.length
  expect(await reads.registration(ticket, null)).toEqual(told)
  expect(served.requests.slice(before)).not.toContain('eth_getLogs')
  served.refuse(null)
})

test('a search that failed is none: nothing is said before two have looked', async () => {
  const reads = chainReads({ ...served.facts, id: 8453 }, { baseUrl: served.baseUrl })
  const transactionHash = await register()
  served.refuse(({ method }) => (method === 'eth_getLogs' ? { code: 429, message: 'too many requests' } : undefined))
  await expect(reads.registration(ticket, null)).rejects.toThrow()
  served.refuse(null)
  expect(await reads.registration(ticket, null)).toEqual({ allowed: true, transactionHash })
})

test('an address without an app contract is told from a chain that cannot be asked', async () => {
  const elsewhere = { ...ticket, appContract: served.chain.accounts.stranger.address }
  await expect(chainReads({ ...served.facts, id: 8453 }, { baseUrl: served.baseUrl }).registration(elsewhere, null)).rejects.toBeInstanceOf(
    NoSuchContract,
  )
  const cutOff = chainReads({ ...served.facts, id: 8453 }, { baseUrl: `${served.baseUrl}/nowhere` })
  await expect(cutOff.registration(ticket, null)).rejects.not.toBeInstanceOf(NoSuchContract)
})
