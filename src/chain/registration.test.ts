import { createWalletClient, http, zeroAddress } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { chainBehindHttp } from '../../sandbox/chain/testing/chain-behind-http.ts'
import type { Hex } from '@/domain/identifiers.ts'
import { chainClient, viemChain, type ChainClient } from './chain-client.ts'
import { encodeAddComposeHash, sendingPoint, simulateRegistration, verifyRegistration } from './registration.ts'
import { transactionStatus } from './transaction-status.ts'

const hash = (digit: string): Hex => `0x${digit.repeat(64)}`
const next = hash('b')

let served: Awaited<ReturnType<typeof chainBehindHttp>>
let client: ChainClient
let app: Hex
let otherApp: Hex
let owner: Hex
let stranger: Hex
beforeAll(async () => {
  served = await chainBehindHttp()
  client = chainClient(served.facts, { baseUrl: served.baseUrl })
  owner = served.chain.accounts.owner.address
  stranger = served.chain.accounts.stranger.address
  const options = { owner: 'account', composeHash: hash('a'), deviceId: hash('1'), allowAnyDevice: false } as const
  app = await served.chain.deployApp(options)
  otherApp = await served.chain.deployApp(options)
  await served.chain.snapshotAtStart()
})
beforeEach(async () => {
  served.refuse(null)
  await served.chain.reset()
})
afterAll(() => served.stop())

const control = async (body: unknown) => (await served.chain.control(body)) as { transactionHash: Hex; blockNumber: number }
const register = async (composeHash: Hex, to = app, as = owner) => control({ execute: { as, to, data: encodeAddComposeHash(composeHash) } })

it('encodes the call exactly as the contract wants it', () => {
  expect(encodeAddComposeHash('0x9745d51a278fcc2d3057d64cc373cac4d917f3dc7687d8f8b772409db288c173')).toBe(
    '0xdfc772239745d51a278fcc2d3057d64cc373cac4d917f3dc7687d8f8b772409db288c173',
  )
})

describe('simulating', () => {
  it('tells gas and the most it may cost', async () => {
    const result = await simulateRegistration(client, { appContract: app, composeHash: next, account: owner })
    expect(result).toMatchObject({ ok: true })
    if (!result.ok) return
    expect(result.gas).toBeGreaterThan(40_000n)
    expect(result.gas).toBeLessThan(80_000n)
    expect(result.feeWei).toBeGreaterThan(result.gas)
    expect(await served.chain.isComposeHashAllowed(app, next)).toBe(false)
  })

  it('finds out that the account is not the owner', async () => {
    expect(await simulateRegistration(client, { appContract: app, composeHash: next, account: stranger })).toMatchObject({
      ok: false,
      reason: 'not-owner',
    })
  })

  it('finds out that the account cannot pay, before the wallet does', async () => {
    for (const wei of ['0', '1000']) {
      await control({ setBalance: { address: owner, wei } })
      expect(await simulateRegistration(client, { appContract: app, composeHash: next, account: owner })).toMatchObject({
        ok: false,
        reason: 'insufficient-funds',
      })
    }
  })

  it('never takes an address without code for a contract', async () => {
    expect(await simulateRegistration(client, { appContract: stranger, composeHash: next, account: owner })).toMatchObject({
      ok: false,
      reason: 'no-contract',
    })
  })

  it('calls any other refusal a revert', async () => {
    expect(
      await simulateRegistration(client, { appContract: served.chain.kmsContractAddress, composeHash: next, account: owner }),
    ).toMatchObject({
      ok: false,
      reason: 'reverted',
    })
  })

  it('says so when the chain cannot be asked', async () => {
    const cutOff = chainClient(served.facts, { baseUrl: `${served.baseUrl}/nowhere` })
    expect(await simulateRegistration(cutOff, { appContract: app, composeHash: next, account: owner })).toMatchObject({
      ok: false,
      reason: 'unreachable',
    })
  })
})

describe('verifying', () => {
  const verify = (transactionHash: Hex, composeHash = next) =>
    verifyRegistration(client, { transactionHash, appContract: app, composeHash })

  it('agrees only when receipt, event and mapping agree', async () => {
    const { transactionHash } = await register(next)
    expect(await verify(transactionHash)).toMatchObject({ receipt: 'success', eventFromAppContract: true, mappingAllowed: true })
    expect(await verify(transactionHash, hash('c'))).toMatchObject({
      receipt: 'success',
      eventFromAppContract: false,
      mappingAllowed: false,
    })
  })

  it('does not take another contract’s event for ours', async () => {
    const { transactionHash } = await register(next, otherApp)
    expect(await verify(transactionHash)).toMatchObject({ receipt: 'success', eventFromAppContract: false, mappingAllowed: false })
  })

  it('sees a revert, a missing receipt and a cancelled transaction', async () => {
    const reverted = await register(next, app, stranger)
    expect(await verify(reverted.transactionHash)).toMatchObject({
      receipt: 'reverted',
      eventFromAppContract: false,
      mappingAllowed: false,
    })
    expect(await verify(hash('7'))).toMatchObject({ receipt: 'missing', eventFromAppContract: false, mappingAllowed: false })
    const nothing = await control({ execute: { as: owner, to: owner, data: '0x' } })
    expect(await verify(nothing.transactionHash)).toMatchObject({ receipt: 'success', eventFromAppContract: false, mappingAllowed: false })
  })

  it('notices that a reorg took the registration back', async () => {
    const { transactionHash } = await register(next)
    await control({ mine: 1, reorg: 2 })
    expect(await verify(transactionHash)).toMatchObject({ receipt: 'missing', eventFromAppContract: false, mappingAllowed: false })
  })
})

describe('where a transaction stands', () => {
  const send = (
    overrides: { to?: Hex; data?: Hex; nonce?: number; gas?: bigint; maxFeePerGas?: bigint; maxPriorityFeePerGas?: bigint } = {},
  ) =>
    createWalletClient({
      account: privateKeyToAccount(served.chain.accounts.owner.privateKey),
      chain: viemChain(served.facts),
      transport: http(`${served.baseUrl}/rpc/31337`),
    }).sendTransaction({ to: app, data: encodeAddComposeHash(next), gas: 200_000n, ...overrides })
  const status = (sent: Hex, nonce: number) => transactionStatus(client, { hash: sent, from: owner, nonce })

  it('waits, then is mined', async () => {
    const { nonce, fromBlock } = await sendingPoint(client, owner)
    await control({ automine: false })
    const sent = await send()
    expect(await status(sent, nonce)).toBe('pending')
    const { blockNumber } = await control({ mine: 1 })
    expect(await status(sent, nonce)).toBe('mined-success')
    expect(await sendingPoint(client, owner)).toEqual({ nonce: nonce + 1, fromBlock: BigInt(blockNumber) })
    expect(BigInt(blockNumber)).toBeGreaterThan(fromBlock)
  })

  it('reverts after it was sent', async () => {
    const { nonce } = await sendingPoint(client, owner)
    await control({ automine: false })
    const sent = await send()
    await control({ setOwner: { app, owner: zeroAddress }, mine: 1 })
    expect(await status(sent, nonce)).toBe('mined-reverted')
  })

  it('runs out of gas, which says nothing of who owns the contract', async () => {
    const { nonce } = await sendingPoint(client, owner)
    await control({ automine: false })
    const sent = await send({ gas: 35_000n })
    await control({ mine: 1 })
    expect(await status(sent, nonce)).toBe('mined-out-of-gas')
  })

  it('is replaced by a dearer one with the same nonce', async () => {
    const { nonce } = await sendingPoint(client, owner)
    await control({ automine: false })
    const fees = { maxFeePerGas: 5_000_000_000n, maxPriorityFeePerGas: 1_000_000_000n }
    const sent = await send({ ...fees, nonce })
    const cancelled = await send({ to: owner, data: '0x', nonce, maxFeePerGas: 10_000_000_000n, maxPriorityFeePerGas: 3_000_000_000n })
    await control({ mine: 1 })
    expect(await status(sent, nonce)).toBe('replaced')
    expect(await status(cancelled, nonce)).toBe('mined-success')
    expect(await verifyRegistration(client, { transactionHash: cancelled, appContract: app, composeHash: next })).toMatchObject({
      receipt: 'success',
      eventFromAppContract: false,
      mappingAllowed: false,
    })
  })

  it('is forgotten by the node', async () => {
    const { nonce } = await sendingPoint(client, owner)
    await control({ automine: false })
    const sent = await send()
    await control({ dropTransactions: true })
    expect(await status(sent, nonce)).toBe('dropped')
  })
})
