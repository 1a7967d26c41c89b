import { someBytes32, someTransactionHash } from '@/domain/testing/hashes.ts'
import { createWalletClient, http, zeroAddress } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { beforeAll, describe, expect, it } from 'vitest'
import { twoApps } from '../../sandbox/chain/testing/two-apps.ts'
import type { Bytes32, Hex } from '@/domain/identifiers.ts'
import { toTransactionHash } from './transaction/transaction-hash.ts'
import { chainClient, viemChain, type ChainClient } from './chain-client.ts'
import { encodeAddComposeHash, sendingPoint, simulateRegistration, verifyRegistration } from './registration.ts'
import { transactionStatus } from './transaction/transaction-status.ts'

const next = someBytes32('b')

const world = twoApps()
let client: ChainClient
beforeAll(() => {
  client = chainClient(world.served.facts, { baseUrl: world.served.baseUrl })
})

const register = async (composeHash: Bytes32, to = world.app, as = world.owner) =>
  world.control({ execute: { as, to, data: encodeAddComposeHash(composeHash) } })

it('encodes the call exactly as the contract wants it', () => {
  expect(encodeAddComposeHash(someBytes32('9745d51a278fcc2d3057d64cc373cac4d917f3dc7687d8f8b772409db288c173'))).toBe(
    '0xdfc772239745d51a278fcc2d3057d64cc373cac4d917f3dc7687d8f8b772409db288c173',
  )
})

describe('simulating', () => {
  it('tells gas and the most it may cost', async () => {
    const result = await simulateRegistration(client, { appContract: world.app, composeHash: next, account: world.owner })
    expect(result).toMatchObject({ ok: true })
    if (!result.ok) return
    expect(result.gas).toBeGreaterThan(40_000n)
    expect(result.gas).toBeLessThan(80_000n)
    expect(result.feeWei).toBeGreaterThan(result.gas)
    expect(await world.served.chain.isComposeHashAllowed(world.app, next)).toBe(false)
  })

  it('finds out that the account is not the owner', async () => {
    expect(await simulateRegistration(client, { appContract: world.app, composeHash: next, account: world.stranger })).toMatchObject({
      ok: false,
      reason: 'not-owner',
    })
  })

  it('finds out that the account cannot pay, before the wallet does', async () => {
    for (const wei of ['0', '1000']) {
      await world.control({ setBalance: { address: world.owner, wei } })
      expect(await simulateRegistration(client, { appContract: world.app, composeHash: next, account: world.owner })).toMatchObject({
        ok: false,
        reason: 'insufficient-funds',
      })
    }
  })

  it('never takes an address without code for a contract', async () => {
    expect(await simulateRegistration(client, { appContract: world.stranger, composeHash: next, account: world.owner })).toMatchObject({
      ok: false,
      reason: 'no-contract',
    })
  })

  it('calls any other refusal a revert', async () => {
    expect(
      await simulateRegistration(client, { appContract: world.served.chain.kmsContractAddress, composeHash: next, account: world.owner }),
    ).toMatchObject({
      ok: false,
      reason: 'reverted',
    })
  })

  it('says so when the chain cannot be asked', async () => {
    const cutOff = chainClient(world.served.facts, { baseUrl: `${world.served.baseUrl}/nowhere` })
    expect(await simulateRegistration(cutOff, { appContract: world.app, composeHash: next, account: world.owner })).toMatchObject({
      ok: false,
      reason: 'unreachable',
    })
  })
})

describe('verifying', () => {
  const verify = (sent: Hex, composeHash = next) =>
    verifyRegistration(client, { transactionHash: toTransactionHash(sent), appContract: world.app, composeHash })

  it('agrees only when receipt, event and mapping agree', async () => {
    const { transactionHash } = await register(next)
    expect(await verify(transactionHash)).toMatchObject({ receipt: 'success', eventFromAppContract: true, mappingAllowed: true })
    expect(await verify(transactionHash, someBytes32('c'))).toMatchObject({
      receipt: 'success',
      eventFromAppContract: false,
      mappingAllowed: false,
    })
  })

  it('does not take another contract’s event for ours', async () => {
    const { transactionHash } = await register(next, world.otherApp)
    expect(await verify(transactionHash)).toMatchObject({ receipt: 'success', eventFromAppContract: false, mappingAllowed: false })
  })

  it('sees a revert, a missing receipt and a cancelled transaction', async () => {
    const reverted = await register(next, world.app, world.stranger)
    expect(await verify(reverted.transactionHash)).toMatchObject({
      receipt: 'reverted',
      eventFromAppContract: false,
      mappingAllowed: false,
    })
    expect(await verify(someTransactionHash('7'))).toMatchObject({ receipt: 'missing', eventFromAppContract: false, mappingAllowed: false })
    const nothing = await world.control({ execute: { as: world.owner, to: world.owner, data: '0x' } })
    expect(await verify(nothing.transactionHash)).toMatchObject({ receipt: 'success', eventFromAppContract: false, mappingAllowed: false })
  })

  it('notices that a reorg took the registration back', async () => {
    const { transactionHash } = await register(next)
    await world.control({ mine: 1, reorg: 2 })
    expect(await verify(transactionHash)).toMatchObject({ receipt: 'missing', eventFromAppContract: false, mappingAllowed: false })
  })
})

describe('where a transaction stands', () => {
  const send = (
    overrides: { to?: Hex; data?: Hex; nonce?: number; gas?: bigint; maxFeePerGas?: bigint; maxPriorityFeePerGas?: bigint } = {},
  ) =>
    createWalletClient({
      account: privateKeyToAccount(world.served.chain.accounts.owner.privateKey),
      chain: viemChain(world.served.facts),
      transport: http(`${world.served.baseUrl}/rpc/31337`),
    }).sendTransaction({ to: world.app, data: encodeAddComposeHash(next), gas: 200_000n, ...overrides })
  const status = (sent: Hex, nonce: number) =>
    transactionStatus(client, { transactionHash: toTransactionHash(sent), from: world.owner, nonce })

  it('waits, then is mined', async () => {
    const { nonce, fromBlock } = await sendingPoint(client, world.owner)
    await world.control({ automine: false })
    const sent = await send()
    expect(await status(sent, nonce)).toBe('pending')
    const { blockNumber } = await world.control({ mine: 1 })
    expect(await status(sent, nonce)).toBe('mined-success')
    expect(await sendingPoint(client, world.owner)).toEqual({ nonce: nonce + 1, fromBlock: BigInt(blockNumber) })
    expect(BigInt(blockNumber)).toBeGreaterThan(fromBlock)
  })

  it('reverts after it was sent', async () => {
    const { nonce } = await sendingPoint(client, world.owner)
    await world.control({ automine: false })
    const sent = await send()
    await world.control({ setOwner: { app: world.app, owner: zeroAddress }, mine: 1 })
    expect(await status(sent, nonce)).toBe('mined-reverted')
  })

  it('runs out of gas, which says nothing of who owns the contract', async () => {
    const { nonce } = await sendingPoint(client, world.owner)
    await world.control({ automine: false })
    const sent = await send({ gas: 35_000n })
    await world.control({ mine: 1 })
    expect(await status(sent, nonce)).toBe('mined-out-of-gas')
  })

  it('is replaced by a dearer one with the same nonce', async () => {
    const { nonce } = await sendingPoint(client, world.owner)
    await world.control({ automine: false })
    const fees = { maxFeePerGas: 5_000_000_000n, maxPriorityFeePerGas: 1_000_000_000n }
    const sent = await send({ ...fees, nonce })
    const cancelled = await send({
      to: world.owner,
      data: '0x',
      nonce,
      maxFeePerGas: 10_000_000_000n,
      maxPriorityFeePerGas: 3_000_000_000n,
    })
    await world.control({ mine: 1 })
    expect(await status(sent, nonce)).toBe('replaced')
    expect(await status(cancelled, nonce)).toBe('mined-success')
    expect(
      await verifyRegistration(client, { transactionHash: toTransactionHash(cancelled), appContract: world.app, composeHash: next }),
    ).toMatchObject({
      receipt: 'success',
      eventFromAppContract: false,
      mappingAllowed: false,
    })
  })

  it('is forgotten by the node', async () => {
    const { nonce } = await sendingPoint(client, world.owner)
    await world.control({ automine: false })
    const sent = await send()
    await world.control({ dropTransactions: true })
    expect(await status(sent, nonce)).toBe('dropped')
  })
})
