import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { chainBehindHttp } from '../../../../sandbox/chain/chain-behind-http.ts'
import { chainClient, type ChainClient } from '@/chain/chain-client.ts'
import { encodeAddComposeHash, sendingPoint } from '@/chain/registration.ts'
import { toBytes32, type Hex } from '@/domain/identifiers.ts'
import type { Attempt, Ticket } from '@/updates/engine/update-machine.ts'
import { lookForSent } from './look-for-sent.ts'

let served: Awaited<ReturnType<typeof chainBehindHttp>>
let client: ChainClient
let owner: Hex
let ticket: Ticket

beforeAll(async () => {
  served = await chainBehindHttp()
  client = chainClient(served.facts, { baseUrl: served.baseUrl })
  owner = served.chain.accounts.owner.address
  const app = await served.chain.deployApp({
    owner: 'account',
    composeHash: `0x${'a'.repeat(64)}`,
    deviceId: `0x${'1'.repeat(64)}`,
    allowAnyDevice: true,
  })
  await served.chain.sealInitialState()
  const appContract = app.toLowerCase() as Hex
  ticket = {
    composeHash: 'b'.repeat(64),
    appId: appContract.slice(2),
    appContract,
    chainId: 31337,
    kmsContract: null,
    deviceId: null,
    issuedAt: '2026-01-01T00:00:00Z',
  }
})
beforeEach(() => served.chain.reset())
afterAll(() => served.stop())

async function attemptNow(): Promise<Attempt> {
  const { nonce, fromBlock } = await sendingPoint(client, owner)
  return { from: owner, nonce, fromBlock: String(fromBlock), startedAt: '2026-01-01T00:00:00Z' }
}

/** Sends from the owner's account, as an approved prompt or another site would. */
const send = async (to: Hex, data: Hex) => {
  const { transactionHash } = (await served.chain.control({ execute: { as: owner, to, data } })) as { transactionHash: Hex }
  return transactionHash
}
const register = () => send(ticket.appContract, encodeAddComposeHash(toBytes32(ticket.composeHash)))
const somethingElse = () => send(served.chain.accounts.stranger.address, '0x')

it('finds nothing where nothing was sent', async () => {
  expect(await lookForSent(client, ticket, await attemptNow())).toEqual({ kind: 'nothing' })
})

it('finds our call while it waits for a block', async () => {
  const attempt = await attemptNow()
  await served.chain.control({ automine: false })
  const transactionHash = await register()
  expect(await lookForSent(client, ticket, attempt)).toEqual({ kind: 'waiting', transactionHash, nonce: attempt.nonce })
})

it('finds the registration once it is mined, whatever became of the nonce', async () => {
  const attempt = await attemptNow()
  const transactionHash = await register()
  expect(await lookForSent(client, ticket, attempt)).toEqual({ kind: 'registered', transactionHash })
  expect(await lookForSent(client, ticket, { ...attempt, from: served.chain.accounts.stranger.address })).toEqual({
    kind: 'registered',
    transactionHash,
  })
})

it('does not take another transaction of the account for ours', async () => {
  const attempt = await attemptNow()
  await somethingElse()
  expect(await lookForSent(client, ticket, attempt)).toEqual({ kind: 'other' })
})

it('says that something waits which it cannot name', async () => {
  const attempt = await attemptNow()
  await served.chain.control({ automine: false })
  await somethingElse()
  expect(await lookForSent(client, ticket, attempt)).toEqual({ kind: 'unidentified' })
})

it('does not say that nothing was sent when the node forgot what came before it', async () => {
  await served.chain.control({ automine: false })
  await somethingElse()
  const attempt = await attemptNow()
  await served.chain.control({ dropTransactions: true })
  expect(await lookForSent(client, ticket, attempt)).toEqual({ kind: 'unseen' })
})

it('rejects when the chain cannot be asked, instead of saying that nothing was sent', async () => {
  const cutOff = chainClient(served.facts, { baseUrl: `${served.baseUrl}/nowhere` })
  await expect(lookForSent(cutOff, ticket, await attemptNow())).rejects.toThrow()
})
