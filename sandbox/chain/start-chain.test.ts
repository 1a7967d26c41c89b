import { writeFileSync, chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encodeFunctionData, numberToHex, toFunctionSelector, zeroAddress, type AbiFunction } from 'viem'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startAnvil } from './anvil-process.ts'
import { ChainUnavailable } from './chain-unavailable.ts'
import { appContract, kmsContract, multicallAddress, multicallContract, readView, safeContract } from './contracts.ts'
import { nodeRequests } from './node-rpc.ts'
import type { Hex, SandboxChain } from './sandbox-chain.ts'
import { startChain } from './start-chain.ts'

const hash = (digit: string): Hex => `0x${digit.repeat(64)}`
const firstHash = hash('a')
const nextHash = hash('b')
const device = hash('1')
const otherDevice = hash('2')

let chain: SandboxChain
let app: Hex
let safeApp: Hex
const rpc = async <Answer>(method: string, params: unknown[] = []) =>
  ((await chain.forward({ jsonrpc: '2.0', id: 1, method, params })) as { result: Answer }).result
const addComposeHash = (composeHash: Hex) =>
  encodeFunctionData({ abi: appContract.abi, functionName: 'addComposeHash', args: [composeHash] })
const control = async (body: unknown) =>
  (await chain.control(body)) as {
    blockNumber: number
    automine: boolean
    pendingTransactions: number
    transactionHash: Hex
    status: string
  }
const register = (composeHash: Hex, as = chain.accounts.owner.address, to = app) =>
  control({ execute: { as, to, data: addComposeHash(composeHash) } })

beforeAll(async () => {
  chain = await startChain()
  app = await chain.deployApp({ owner: 'account', composeHash: firstHash, deviceId: device, allowAnyDevice: false })
  safeApp = await chain.deployApp({ owner: 'safe', composeHash: firstHash, deviceId: device, allowAnyDevice: true })
  await chain.snapshotAtStart()
})
beforeEach(() => chain.reset())
afterAll(() => chain.stop())

describe('a fresh chain', () => {
  it('gives every start the same addresses, so that links and notes stay true', async () => {
    const again = await startChain()
    try {
      const options = { composeHash: firstHash, deviceId: device, allowAnyDevice: false } as const
      const [appAgain, safeAppAgain] = [
        await again.deployApp({ ...options, owner: 'account' }),
        await again.deployApp({ ...options, owner: 'safe', allowAnyDevice: true }),
      ]
      expect([again.kmsContractAddress, again.safeAddress, appAgain, safeAppAgain]).toEqual([
        chain.kmsContractAddress,
        chain.safeAddress,
        app,
        safeApp,
      ])
      expect(again.nodeUrl).not.toBe(chain.nodeUrl)
    } finally {
      await again.stop()
    }
  })

  it('lists owner, stranger and unfunded first, in the order the demo wallet shows them', async () => {
    const unlocked = await rpc<Hex[]>('eth_accounts')
    expect(unlocked.slice(0, 3)).toEqual(
      [chain.accounts.owner, chain.accounts.stranger, chain.accounts.unfunded].map(({ address }) => address.toLowerCase()),
    )
  })

  it('funds owner and stranger and leaves the unfunded account without a wei', async () => {
    const balance = async (address: Hex) => BigInt(await rpc<Hex>('eth_getBalance', [address, 'latest']))
    expect(await balance(chain.accounts.owner.address)).toBeGreaterThan(10n ** 18n)
    expect(await balance(chain.accounts.stranger.address)).toBeGreaterThan(10n ** 18n)
    expect(await balance(chain.accounts.unfunded.address)).toBe(0n)
  })

  it('answers Multicall3 clients at the usual address', async () => {
    const call = (target: Hex, data: Hex) => ({ target, allowFailure: true, callData: data })
    const read = (name: string, args: unknown[] = []) => encodeFunctionData({ abi: appContract.abi, functionName: name, args })
    const request = nodeRequests(chain.nodeUrl)
    const results = await readView<{ success: boolean; returnData: Hex }[]>(request, multicallContract, multicallAddress, 'aggregate3', [
      [call(app, read('allowedComposeHashes', [firstHash])), call(app, '0xdeadbeef'), call(app, read('allowAnyDevice'))],
    ])
    expect(results).toEqual([
      { success: true, returnData: numberToHex(1, { size: 32 }) },
      { success: false, returnData: '0x' },
      { success: true, returnData: numberToHex(0, { size: 32 }) },
    ])
  })
})

describe('the contracts', () => {
  const selectors = (abi: typeof appContract.abi) =>
    abi.filter((item): item is AbiFunction => item.type === 'function').map((item) => toFunctionSelector(item))

  it('offer the selectors that clients of the real service use', () => {
    expect(selectors(appContract.abi)).toEqual(
      expect.arrayContaining([
        // add and remove: compose hash, device
        '0xdfc77223',
        '0x67b3f22c',
        '0x2a819728',
        '0x1d266200',
        // setAllowAnyDevice, setRequireTcbUpToDate, disableUpgrades
        '0x7c4beeb8',
        '0x6e4c7422',
        '0xec669036',
        // owner, transferOwnership, pendingOwner, acceptOwnership
        '0x8da5cb5b',
        '0xf2fde38b',
        '0xe30c3978',
        '0x79ba5097',
        // allowedComposeHashes, allowedDeviceIds, allowAnyDevice, requireTcbUpToDate, isAppAllowed
        '0x2f6622e5',
        '0xbf8b211b',
        '0x3440a16a',
        '0x0aa58c83',
        '0x1e079198',
      ]),
    )
    expect(selectors(kmsContract.abi)).toEqual(expect.arrayContaining(['0x8618169d', '0x9cb9c31f', '0x1e079198']))
  })

  it('name themselves: version 2, boot check and management interfaces', async () => {
    const request = nodeRequests(chain.nodeUrl)
    expect(await readView(request, appContract, app, 'version')).toBe(2n)
    for (const [id, supported] of [
      ['0x1e079198', true],
      ['0x8fd37527', true],
      ['0x01ffc9a7', true],
      ['0xffffffff', false],
    ] as const) {
      expect(await readView(request, appContract, app, 'supportsInterface', [id])).toBe(supported)
    }
  })

  it('let the KMS contract know every app it made, and ask the OS image before the app', async () => {
    const request = nodeRequests(chain.nodeUrl)
    expect(await readView(request, kmsContract, chain.kmsContractAddress, 'registeredApps', [app])).toBe(true)
    const zero = hash('0')
    const boot = { appId: app, composeHash: firstHash, instanceId: zeroAddress, deviceId: device, mrAggregated: zero, mrSystem: zero }
    const ask = (appId: Hex) =>
      readView(request, kmsContract, chain.kmsContractAddress, 'isAppAllowed', [
        { ...boot, appId, osImageHash: hash('9'), tcbStatus: 'UpToDate', advisoryIds: [] },
      ])
    expect(await ask(chain.safeAddress)).toEqual([false, 'App not registered'])
    expect(await ask(app)).toEqual([false, 'OS image is not allowed'])
  })

  it('look like a Safe where a Safe owns the app', async () => {
    const request = nodeRequests(chain.nodeUrl)
    expect(await chain.ownerOf(safeApp)).toBe(chain.safeAddress)
    expect(await readView(request, safeContract, chain.safeAddress, 'getOwners')).toEqual([chain.accounts.owner.address])
    expect(await readView(request, safeContract, chain.safeAddress, 'getThreshold')).toBe(1n)
    expect(await readView(request, safeContract, chain.safeAddress, 'VERSION')).toBe('1.4.1')
  })
})

describe('what may boot', () => {
  it('is decided by compose hash first, then by device, in the words of the real contract', async () => {
    expect(await chain.bootVerdict(app, { composeHash: firstHash, deviceId: device })).toEqual({ allowed: true, reason: '' })
    expect(await chain.bootVerdict(app, { composeHash: nextHash, deviceId: otherDevice })).toEqual({
      allowed: false,
      reason: 'Compose hash not allowed',
    })
    expect(await chain.bootVerdict(app, { composeHash: firstHash, deviceId: otherDevice })).toEqual({
      allowed: false,
      reason: 'Device not allowed',
    })
    expect(await chain.bootVerdict(safeApp, { composeHash: firstHash, deviceId: otherDevice })).toEqual({ allowed: true, reason: '' })
  })

  it('asks for an up-to-date platform once the owner demands it', async () => {
    const request = nodeRequests(chain.nodeUrl)
    const data = encodeFunctionData({ abi: appContract.abi, functionName: 'setRequireTcbUpToDate', args: [true] })
    expect((await control({ execute: { as: chain.accounts.owner.address, to: app, data } })).status).toBe('success')
    const zero = hash('0')
    const boot = { appId: app, composeHash: firstHash, instanceId: zeroAddress, deviceId: device, mrAggregated: zero, mrSystem: zero }
    const verdict = await readView(request, appContract, app, 'isAppAllowed', [
      { ...boot, osImageHash: zero, tcbStatus: 'OutOfDate', advisoryIds: [] },
    ])
    expect(verdict).toEqual([false, 'TCB status is not up to date'])
  })

  it('tells which devices an app allows', async () => {
    expect(await chain.isDeviceAllowed(app, device)).toEqual({ allowAnyDevice: false, deviceAllowed: true })
    expect(await chain.isDeviceAllowed(app, otherDevice)).toEqual({ allowAnyDevice: false, deviceAllowed: false })
    expect(await chain.isDeviceAllowed(safeApp, otherDevice)).toEqual({ allowAnyDevice: true, deviceAllowed: false })
  })

  it('is nothing where there is no contract', async () => {
    const nowhere = '0x00000000000000000000000000000000000000ee'
    expect(await chain.hasCode(nowhere)).toBe(false)
    expect(await chain.hasCode(app)).toBe(true)
    expect(await chain.isComposeHashAllowed(nowhere, firstHash)).toBe(false)
    expect((await chain.bootVerdict(nowhere, { composeHash: firstHash, deviceId: device })).allowed).toBe(false)
    await expect(chain.ownerOf(nowhere)).rejects.toThrow('no app contract')
  })
})

describe('registering a compose hash', () => {
  it('by the owner allows it and leaves its event in the receipt', async () => {
    expect(await chain.isComposeHashAllowed(app, nextHash)).toBe(false)
    const { transactionHash, status } = await register(nextHash)
    expect(status).toBe('success')
    expect(await chain.isComposeHashAllowed(app, nextHash)).toBe(true)
    expect(await chain.registrationReceipt(transactionHash, app)).toEqual({ succeeded: true, addedHashes: [nextHash] })
    expect(await chain.registrationReceipt(transactionHash, safeApp)).toEqual({ succeeded: true, addedHashes: [] })
    expect(await chain.registrationReceipt(hash('7'), app)).toBeNull()
  })

  it('twice is no error and announces the hash again', async () => {
    await register(nextHash)
    const { transactionHash } = await register(nextHash)
    expect(await chain.registrationReceipt(transactionHash, app)).toEqual({ succeeded: true, addedHashes: [nextHash] })
  })

  it('by a stranger is mined, reverts and proves nothing', async () => {
    const { transactionHash, status } = await register(nextHash, chain.accounts.stranger.address)
    expect(status).toBe('reverted')
    expect(await chain.registrationReceipt(transactionHash, app)).toEqual({ succeeded: false, addedHashes: [] })
    expect(await chain.isComposeHashAllowed(app, nextHash)).toBe(false)
  })

  it('for a Safe-owned app works as the Safe and not as the account behind it', async () => {
    expect((await register(nextHash, chain.accounts.owner.address, safeApp)).status).toBe('reverted')
    const { transactionHash, status } = await register(nextHash, chain.safeAddress, safeApp)
    expect(status).toBe('success')
    expect(await chain.registrationReceipt(transactionHash, safeApp)).toEqual({ succeeded: true, addedHashes: [nextHash] })
  })

  it('from an account without a wei is refused with a message', async () => {
    await control({ setOwner: { app, owner: chain.accounts.unfunded.address } })
    await expect(register(nextHash, chain.accounts.unfunded.address)).rejects.toThrow(/funds/i)
  })
})

describe('control', () => {
  it('lets a transaction wait, drops it, or mines it', async () => {
    await control({ automine: false })
    const waiting = await register(nextHash)
    expect(waiting).toMatchObject({ status: 'pending', pendingTransactions: 1, automine: false })
    expect(await control({ dropTransactions: true })).toMatchObject({ pendingTransactions: 0 })
    await control({ mine: 1 })
    expect(await chain.registrationReceipt(waiting.transactionHash, app)).toBeNull()

    const second = await register(nextHash)
    expect(await control({ automine: true })).toMatchObject({ pendingTransactions: 0, automine: true })
    expect(await chain.registrationReceipt(second.transactionHash, app)).toMatchObject({ succeeded: true })
  })

  it('makes a waiting transaction revert by giving the app another owner', async () => {
    await control({ automine: false })
    const { transactionHash } = await register(nextHash)
    await control({ setOwner: { app, owner: chain.accounts.stranger.address }, mine: 1 })
    expect(await chain.ownerOf(app)).toBe(chain.accounts.stranger.address)
    expect(await chain.registrationReceipt(transactionHash, app)).toEqual({ succeeded: false, addedHashes: [] })
  })

  it('can leave an app with no owner at all', async () => {
    await control({ setOwner: { app, owner: zeroAddress } })
    expect(await chain.ownerOf(app)).toBe(zeroAddress)
  })

  it('takes a registration back with a reorg, and the receipt with it', async () => {
    const { transactionHash } = await register(nextHash)
    const { blockNumber } = await control({ mine: 1 })
    expect(await control({ reorg: 2 })).toMatchObject({ blockNumber })
    expect(await chain.registrationReceipt(transactionHash, app)).toBeNull()
    expect(await chain.isComposeHashAllowed(app, nextHash)).toBe(false)
    await chain.reset()
    expect((await register(nextHash)).status).toBe('success')
  })

  it('never reorganises the blocks that carry the contracts', async () => {
    await control({ mine: 1 })
    await expect(control({ reorg: 2 })).rejects.toThrow('only 1 blocks can be replaced')
  })

  it('sets balances and adds blocks', async () => {
    const before = (await control({})).blockNumber
    const after = await control({ setBalance: { address: chain.accounts.unfunded.address, wei: '1000' }, mine: 3 })
    expect(after.blockNumber).toBe(before + 3)
    expect(await rpc('eth_getBalance', [chain.accounts.unfunded.address, 'latest'])).toBe('0x3e8')
  })

  it.each([
    [null, /Chain control/],
    [{ mien: 1 }, /mien/],
    [{ mine: 0 }, /mine/],
    [{ automine: 'no' }, /automine/],
    [{ setBalance: { address: '0x12', wei: '1' } }, /setBalance\.address: must be a 0x address of 20 bytes/],
    [{ setBalance: { address: zeroAddress, wei: '-1' } }, /setBalance\.wei/],
    [{ execute: { as: zeroAddress, to: zeroAddress, data: '0x1' } }, /execute\.data/],
    [{ setOwner: { app: zeroAddress, owner: zeroAddress } }, /setOwner\.app: there is no contract/],
  ])('says what is wrong with %j', async (body, message) => {
    await expect(chain.control(body)).rejects.toThrow(message)
  })
})

describe('reset', () => {
  it('brings back contracts, balances, owners and automine, as often as one likes', async () => {
    for (let round = 0; round < 3; round++) {
      await register(nextHash)
      await control({ setOwner: { app, owner: zeroAddress }, setBalance: { address: chain.accounts.owner.address, wei: '5' } })
      await control({ automine: false })
      await register(hash('c'), chain.accounts.stranger.address)
      await rpc('anvil_impersonateAccount', [chain.safeAddress])
      await chain.reset()
      expect(await chain.isComposeHashAllowed(app, nextHash)).toBe(false)
      expect(await chain.ownerOf(app)).toBe(chain.accounts.owner.address)
      expect(await control({})).toMatchObject({ automine: true, pendingTransactions: 0 })
      expect(await rpc('eth_accounts')).toHaveLength(4)
    }
    expect((await register(nextHash)).status).toBe('success')
  })

  it('gives apps deployed afterwards the addresses they had before', async () => {
    const options = { owner: 'stranger', composeHash: firstHash, deviceId: device, allowAnyDevice: false } as const
    const extra = await chain.deployApp(options)
    expect(await chain.ownerOf(extra)).toBe(chain.accounts.stranger.address)
    await chain.reset()
    expect(await chain.deployApp(options)).toBe(extra)
  })
})

describe('JSON-RPC', () => {
  it('passes single requests and batches through', async () => {
    expect(await chain.forward({ jsonrpc: '2.0', id: 'x', method: 'eth_chainId' })).toEqual({ jsonrpc: '2.0', id: 'x', result: '0x7a69' })
    const answers = await chain.forward([
      { jsonrpc: '2.0', id: 1, method: 'eth_chainId', params: [] },
      { jsonrpc: '2.0', id: 2, method: 'anvil_dumpState', params: [] },
      { jsonrpc: '2.0', id: 3, method: 'net_version', params: [] },
      7,
    ])
    expect(answers).toEqual(
      expect.arrayContaining([
        { jsonrpc: '2.0', id: 1, result: '0x7a69' },
        { jsonrpc: '2.0', id: 2, error: { code: -32601, message: 'The sandbox chain does not offer anvil_dumpState here' } },
        { jsonrpc: '2.0', id: 3, result: '31337' },
        { jsonrpc: '2.0', id: null, error: { code: -32600, message: 'Invalid request' } },
      ]),
    )
    expect(answers).toHaveLength(4)
  })

  it.each([
    'anvil_reset',
    'anvil_setRpcUrl',
    'anvil_loadState',
    'anvil_dumpState',
    'hardhat_reset',
    'debug_traceTransaction',
    'evm_revert',
    'evm_snapshot',
    'trace_block',
    'admin_peers',
    'anvil_setLoggingEnabled',
    '',
  ])('refuses %s', async (method) => {
    expect(await chain.forward({ jsonrpc: '2.0', id: 1, method, params: [] })).toMatchObject({ id: 1, error: { code: -32601 } })
  })

  it('answers what is no request as JSON-RPC says', async () => {
    for (const body of [null, 'x', 5, [], { id: 1 }]) expect(await chain.forward(body)).toMatchObject({ error: { code: -32600 } })
  })

  it('lets scripts act as any account', async () => {
    await rpc('anvil_impersonateAccount', [chain.safeAddress])
    const sent = await rpc<Hex>('eth_sendTransaction', [{ from: chain.safeAddress, to: safeApp, data: addComposeHash(nextHash) }])
    await expect.poll(() => chain.registrationReceipt(sent, safeApp)).toEqual({ succeeded: true, addedHashes: [nextHash] })
  })
})

describe('a machine that cannot run the node', () => {
  const folder = mkdtempSync(join(tmpdir(), 'anvil-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const fake = (name: string, script: string) => {
    const path = join(folder, name)
    writeFileSync(path, script)
    chmodSync(path, 0o755)
    return path
  }
  const start = (executable: string) => startAnvil({ chainId: 1, accounts: 1, executable })

  it('is told that the executable cannot run', async () => {
    await expect(start(join(folder, 'missing'))).rejects.toThrow(ChainUnavailable)
    await expect(start(fake('no-loader', '#!/lib/ld-does-not-exist\n'))).rejects.toThrow(/cannot run on this system/)
  })

  it('reads what the executable complained about', async () => {
    const old = fake('old-glibc', '#!/bin/sh\necho "version GLIBC_2.35 not found" >&2\nexit 1\n')
    await expect(start(old)).rejects.toThrow('anvil ended with code 1. version GLIBC_2.35 not found')
  })
})

describe('the process', () => {
  it('is gone after stop', async () => {
    const node = await startAnvil({ chainId: 1, accounts: 1 })
    process.kill(node.pid, 0)
    await node.stop()
    expect(() => process.kill(node.pid, 0)).toThrow()
    await node.stop()
  })

  it('brings a block every so many seconds when asked to', async () => {
    const slow = await startChain({ blockSeconds: 1 })
    try {
      const blockNumber = async () =>
        Number(((await slow.forward({ jsonrpc: '2.0', id: 1, method: 'eth_blockNumber' })) as { result: Hex }).result)
      const before = await blockNumber()
      await slow.snapshotAtStart()
      await expect.poll(blockNumber, { timeout: 5_000 }).toBeGreaterThan(before)
    } finally {
      await slow.stop()
    }
  })
})
