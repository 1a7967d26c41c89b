import { someBytes32 } from '@/domain/testing/hashes.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { chainBehindHttp } from '../../sandbox/chain/testing/chain-behind-http.ts'
import type { Hex, TransactionHash } from '@/domain/identifiers.ts'
import type { WalletCall, WalletRequest } from './call-register.ts'
import { chainClient, type ChainClient } from './chain-client.ts'
import { encodeCall, lookForRequest } from './look-for-request.ts'
import { sendingPoint } from './registration.ts'

let served: Awaited<ReturnType<typeof chainBehindHttp>>
let client: ChainClient
let owner: Hex
let appContract: Hex

beforeAll(async () => {
  served = await chainBehindHttp()
  client = chainClient(served.facts, { baseUrl: served.baseUrl })
  owner = served.chain.accounts.owner.address
  const app = await served.chain.deployApp({
    owner: 'account',
    composeHash: `0x${'a'.repeat(64)}`,
    deviceId: `0x${'1'.repeat(64)}`,
    allowAnyDevice: false,
  })
  await served.chain.snapshotAtStart()
  appContract = app.toLowerCase() as Hex
})
beforeEach(() => served.chain.reset())
afterAll(() => served.stop())

async function requestNow(): Promise<WalletRequest> {
  const { nonce, fromBlock } = await sendingPoint(client, owner)
  return { from: owner, nonce, fromBlock: String(fromBlock), startedAt: '2026-01-01T00:00:00Z' }
}

/** Sends from an account, as an approved prompt or another site would. */
const send = async (to: Hex, data: Hex, as = owner) => {
  const { transactionHash } = (await served.chain.control({ execute: { as, to, data } })) as { transactionHash: TransactionHash }
  return transactionHash
}
const somethingElse = () => send(served.chain.accounts.stranger.address, '0x')

describe.each(['addComposeHash', 'addDevice'] as const)('a request to a wallet for %s', (method) => {
  const callOf = (): WalletCall => ({ chainId: 31337, appContract, method, argument: someBytes32('b') })
  const look = (request: WalletRequest) => lookForRequest(client, callOf(), request)
  const make = () => send(appContract, encodeCall(callOf()))

  it('finds nothing where nothing was sent', async () => {
    expect(await look(await requestNow())).toEqual({ kind: 'nothing' })
  })

  it('finds the call while it waits for a block', async () => {
    const request = await requestNow()
    await served.chain.control({ automine: false })
    const transactionHash = await make()
    const waiting = { kind: 'waiting', transactionHash, nonce: request.nonce }
    expect(await look(request)).toEqual(waiting)
    expect(await look({ ...request, transactionHash })).toEqual(waiting)
  })

  it('says that it is allowed, and by which transaction of the account where it can tell', async () => {
    const request = await requestNow()
    const transactionHash = await make()
    expect(await look({ ...request, transactionHash })).toEqual({ kind: 'allowed', by: { transactionHash, nonce: request.nonce } })
    expect(await look(request)).toEqual({ kind: 'allowed', by: { transactionHash, nonce: request.nonce } })
  })

  it('does not take somebody else’s transaction for the answer to the request', async () => {
    const request = await requestNow()
    await make()
    expect(await look({ ...request, from: served.chain.accounts.stranger.address })).toEqual({ kind: 'allowed', by: null })
  })

  it('does not take another transaction of the account for this call: the request may be open all the same', async () => {
    const request = await requestNow()
    await somethingElse()
    expect(await look(request)).toEqual({ kind: 'other' })
  })

  it('says that something waits which it cannot name', async () => {
    const request = await requestNow()
    await served.chain.control({ automine: false })
    await somethingElse()
    expect(await look(request)).toEqual({ kind: 'unidentified' })
  })

  it('does not say that nothing was sent when the node forgot what came before it', async () => {
    await served.chain.control({ automine: false })
    await somethingElse()
    const request = await requestNow()
    await served.chain.control({ dropTransactions: true })
    expect(await look(request)).toEqual({ kind: 'unseen' })
  })

  it('knows that a transaction is over once another one took its place, and that a forgotten one may come back', async () => {
    const request = await requestNow()
    await served.chain.control({ automine: false })
    const transactionHash = await make()
    await served.chain.control({ dropTransactions: true })
    expect(await look({ ...request, transactionHash })).toEqual({ kind: 'forgotten' })
    await somethingElse()
    await served.chain.control({ mine: 1 })
    expect(await look({ ...request, transactionHash })).toEqual({ kind: 'over' })
  })

  it('rejects when the chain cannot be asked, instead of saying that nothing was sent', async () => {
    const cutOff = chainClient(served.facts, { baseUrl: `${served.baseUrl}/nowhere` })
    await expect(lookForRequest(cutOff, callOf(), await requestNow())).rejects.toThrow()
  })
})
