import { someBytes32 } from '@/domain/testing/hashes.ts'
import { encodeFunctionData, parseAbi, zeroAddress } from 'viem'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { chainBehindHttp } from '../../sandbox/chain/testing/chain-behind-http.ts'
import type { Bytes32, Hex } from '@/domain/identifiers.ts'
import { isComposeHashAllowed, isDeviceRefused, readAppContract } from './app-contract.ts'
import { chainClient, viemChain, type ChainClient } from './chain-client.ts'
import { simulateRegistration } from './registration.ts'

let served: Awaited<ReturnType<typeof chainBehindHttp>>
let client: ChainClient
let app: Hex
let safeApp: Hex
beforeAll(async () => {
  served = await chainBehindHttp()
  client = chainClient(served.facts, { baseUrl: served.baseUrl })
  app = await served.chain.deployApp({ owner: 'account', composeHash: someBytes32('a'), deviceId: someBytes32('1'), allowAnyDevice: false })
  safeApp = await served.chain.deployApp({ owner: 'safe', composeHash: someBytes32('a'), deviceId: someBytes32('1'), allowAnyDevice: true })
  await served.chain.snapshotAtStart()
})
beforeEach(async () => {
  served.refuse(null)
  await served.chain.reset()
})
afterAll(() => served.stop())

const cheat = (method: string, params: unknown[]) => served.chain.forward({ jsonrpc: '2.0', id: 1, method, params })

it('reads everything that decides whether a hash can be registered', async () => {
  const { owner, unfunded } = served.chain.accounts
  const question = { appContract: app, composeHash: someBytes32('a'), deviceId: someBytes32('1'), account: unfunded.address }
  expect(await readAppContract(client, question)).toEqual({
    hasCode: true,
    owner: { address: owner.address, kind: 'account' },
    composeHashAllowed: true,
    deviceAllowed: true,
    allowAnyDevice: false,
    pendingOwner: null,
    requiresTcbUpToDate: false,
    accountBalanceWei: 0n,
  })
  expect(await readAppContract(client, { appContract: app, composeHash: someBytes32('b'), deviceId: someBytes32('2') })).toMatchObject({
    composeHashAllowed: false,
    deviceAllowed: false,
    accountBalanceWei: null,
  })
  expect(await isComposeHashAllowed(client, question)).toBe(true)
})

it('leaves unasked served.facts empty instead of guessing', async () => {
  expect(await readAppContract(client, { appContract: app })).toMatchObject({
    composeHashAllowed: null,
    deviceAllowed: null,
    accountBalanceWei: null,
  })
})

it('knows a Safe and who signs for it', async () => {
  const { owner } = await readAppContract(client, { appContract: safeApp })
  expect(owner).toEqual({
    address: served.chain.safeAddress,
    kind: 'safe',
    threshold: 1,
    owners: [served.chain.accounts.owner.address],
  })
})

it('tells a contract that is no Safe, an account with borrowed code, and nobody apart', async () => {
  const ownedBy = async (owner: Hex) => {
    await served.chain.control({ setOwner: { app, owner } })
    return (await readAppContract(client, { appContract: app })).owner?.kind
  }
  expect(await ownedBy(served.chain.kmsContractAddress)).toBe('contract')
  const delegated = '0x00000000000000000000000000000000000000d7'
  await cheat('anvil_setCode', [delegated, `0xef0100${'11'.repeat(20)}`])
  expect(await ownedBy(delegated)).toBe('delegated-account')
  expect(await ownedBy(zeroAddress)).toBe('nobody')
})

it('says that nothing lives at an address', async () => {
  expect(await readAppContract(client, { appContract: served.chain.accounts.stranger.address, composeHash: someBytes32('a') })).toEqual({
    hasCode: false,
    owner: null,
    composeHashAllowed: null,
    deviceAllowed: null,
    allowAnyDevice: null,
    pendingOwner: null,
    requiresTcbUpToDate: null,
    accountBalanceWei: null,
  })
})

it('keeps the other served.facts when a contract lacks a function', async () => {
  // The Safe answers none of an app's questions, the KMS contract has an owner but no list of hashes.
  expect(await readAppContract(client, { appContract: served.chain.kmsContractAddress, composeHash: someBytes32('a') })).toMatchObject({
    hasCode: true,
    owner: { kind: 'account' },
    composeHashAllowed: null,
    allowAnyDevice: null,
  })
})

it('reads whom the ownership was offered to, and whether the platform has to be up to date', async () => {
  const { owner, stranger } = served.chain.accounts
  const call = (functionName: 'transferOwnership' | 'setRequireTcbUpToDate', type: string, value: unknown) => {
    const abi = parseAbi([`function ${functionName}(${type} value)`] as readonly string[])
    const data = encodeFunctionData({ abi, functionName, args: [value] })
    return served.chain.control({ execute: { as: owner.address, to: app, data } })
  }
  await call('transferOwnership', 'address', stranger.address)
  await call('setRequireTcbUpToDate', 'bool', true)
  expect(await readAppContract(client, { appContract: app })).toMatchObject({
    owner: { address: owner.address },
    pendingOwner: stranger.address,
    requiresTcbUpToDate: true,
  })
})

it('a node is known by several devices, and one that is allowed is enough', async () => {
  const ask = (deviceId: Bytes32, ...otherDeviceIds: Bytes32[]) => readAppContract(client, { appContract: app, deviceId, otherDeviceIds })
  expect(await ask(someBytes32('2'), someBytes32('3'))).toMatchObject({ deviceAllowed: false })
  expect(await ask(someBytes32('2'), someBytes32('1'))).toMatchObject({ deviceAllowed: true })
  expect(await ask(someBytes32('1'), someBytes32('2'))).toMatchObject({ deviceAllowed: true })
})

it.each([-32005, -32016, 429])(
  'takes a node that answers %s to one read of several for a tired node, and not for a contract that lacks something',
  async (code) => {
    for (const method of ['eth_call', 'eth_getCode', 'eth_getBalance']) {
      let asked = 0
      // The first of a batch alone, again and again.
      served.refuse((request) => (request.method === method && asked++ % 2 === 0 ? { code, message: 'over rate limit' } : undefined))
      const question = { appContract: app, composeHash: someBytes32('a'), account: served.chain.accounts.owner.address }
      const reading = await readAppContract(client, question).catch(() => 'could not be read')
      // Read in full after the client's own second try, or not at all: never a contract without an owner.
      if (reading !== 'could not be read') expect(reading).toMatchObject({ owner: { kind: 'account' }, composeHashAllowed: true })
    }
    served.refuse(({ method }) => (method === 'eth_call' ? { code, message: 'over rate limit' } : undefined))
    await expect(readAppContract(client, { appContract: app, composeHash: someBytes32('a') })).rejects.toThrow()
    await expect(isDeviceRefused(client, { appContract: app, deviceId: someBytes32('2') })).rejects.toThrow()
    expect(
      await simulateRegistration(client, {
        appContract: app,
        composeHash: someBytes32('b'),
        account: served.chain.accounts.stranger.address,
      }),
    ).toMatchObject({
      ok: false,
      reason: 'unreachable',
    })
  },
)

it('rejects when the chain cannot be asked at all', async () => {
  const cutOff = chainClient(served.facts, { baseUrl: `${served.baseUrl}/nowhere` })
  await expect(readAppContract(cutOff, { appContract: app })).rejects.toThrow()
})

it('asks in a few batches, not one request per fact', async () => {
  const before = served.requests.length
  await readAppContract(client, {
    appContract: app,
    composeHash: someBytes32('a'),
    deviceId: someBytes32('1'),
    account: served.chain.accounts.owner.address,
  })
  expect(served.requests.length - before).toBeLessThanOrEqual(12)
})

it('gives wallets the public address of the chain and keeps reads on the page’s own origin', () => {
  expect(viemChain(served.facts).rpcUrls.default.http).toEqual([served.facts.walletRpcUrl])
  expect(viemChain(served.facts).blockExplorers).toBeUndefined()
  expect(viemChain({ ...served.facts, explorerUrl: 'https://basescan.org' }).blockExplorers?.default.url).toBe('https://basescan.org')
  expect(client.transport.url).toBe(`${served.baseUrl}/rpc/31337`)
})
