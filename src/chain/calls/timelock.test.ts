import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createWalletClient, encodeFunctionData, type Hex, http, parseAbi, zeroAddress } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { readContract, waitForTransactionReceipt } from 'viem/actions'
import { beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { twoApps } from '../../../sandbox/chain/testing/two-apps.ts'
import { someBytes32 } from '@/domain/testing/hashes.ts'
import { castLines } from './cast-lines.ts'
import { type ChainClient, chainClient, viemChain } from '../chain-client.ts'
import { encodeAddComposeHash } from '../registration.ts'
import { readTimelockDelay, type TimelockOperation, timelockOperation } from './timelock.ts'

// The library's own timelock, compiled here, is what judges our call data.

const world = twoApps()
const none = someBytes32('0')
const salt = someBytes32('5')
/** As short as it can be and still be a delay: a chain’s clock cannot be turned here. */
const delaySeconds = 1n
const view = parseAbi([
  'function hashOperation(address,uint256,bytes,bytes32,bytes32) view returns (bytes32)',
  'function hashOperationBatch(address[],uint256[],bytes[],bytes32,bytes32) view returns (bytes32)',
  'function isOperationPending(bytes32) view returns (bool)',
  'function isOperationReady(bytes32) view returns (bool)',
  'function isOperationDone(bytes32) view returns (bool)',
])

interface Compiled {
  abi: readonly unknown[]
  evm: { bytecode: { object: string } }
}

function compileTimelock(): Compiled {
  const require = createRequire(import.meta.url)
  const solc = require('solc') as { compile: (input: string, options: object) => string }
  const file = '@openzeppelin/contracts/governance/TimelockController.sol'
  const input = {
    language: 'Solidity',
    sources: { [file]: { content: readFileSync(require.resolve(file), 'utf8') } },
    settings: { evmVersion: 'cancun', outputSelection: { [file]: { TimelockController: ['abi', 'evm.bytecode.object'] } } },
  }
  const findImport = (path: string) => ({ contents: readFileSync(require.resolve(path), 'utf8') })
  const output = JSON.parse(solc.compile(JSON.stringify(input), { import: findImport })) as {
    contracts: Record<string, Record<string, Compiled>>
  }
  return output.contracts[file]!['TimelockController']!
}

let compiled: Compiled
let client: ChainClient
let timelock: Hex
beforeAll(() => {
  compiled = compileTimelock()
  client = chainClient(world.served.facts, { baseUrl: world.served.baseUrl })
})
const wallet = () =>
  createWalletClient({
    account: privateKeyToAccount(world.served.chain.accounts.owner.privateKey),
    chain: viemChain(world.served.facts),
    transport: http(`${world.served.baseUrl}/rpc/31337`),
  })
beforeEach(async () => {
  const transactionHash = await wallet().deployContract({
    abi: compiled.abi,
    bytecode: `0x${compiled.evm.bytecode.object}`,
    args: [delaySeconds, [world.owner], [world.owner], zeroAddress],
  })
  timelock = (await waitForTransactionReceipt(client, { hash: transactionHash })).contractAddress!
  await world.control({ setOwner: { app: world.app, owner: timelock } })
})

const send = async (data: Hex) => {
  const transactionHash = await wallet().sendTransaction({ to: timelock, data, gas: 500_000n })
  return (await waitForTransactionReceipt(client, { hash: transactionHash })).status
}
const isPending = (id: Hex) => readContract(client, { address: timelock, abi: view, functionName: 'isOperationPending', args: [id] })

async function runThrough({ id, schedule, execute }: TimelockOperation) {
  expect(await send(schedule.data)).toBe('success')
  expect(await isPending(id)).toBe(true)
  await vi.waitFor(async () => {
    await world.control({ mine: 1 })
    expect(await readContract(client, { address: timelock, abi: view, functionName: 'isOperationReady', args: [id] })).toBe(true)
  }, 30_000)
  expect(await send(execute.data)).toBe('success')
  expect(await readContract(client, { address: timelock, abi: view, functionName: 'isOperationDone', args: [id] })).toBe(true)
}

it('one call is scheduled and executed by the library’s own timelock, which knows it by our id', async () => {
  const composeHash = someBytes32('b')
  const calls = { chainId: 31337, appContract: world.app, composeHash, deviceId: null }
  const operation = timelockOperation(calls, { predecessor: none, salt, delaySeconds })
  expect([operation.schedule.method, operation.execute.method]).toEqual(['schedule', 'execute'])
  expect(operation.id).toBe(
    await readContract(client, {
      address: timelock,
      abi: view,
      functionName: 'hashOperation',
      args: [world.app, 0n, encodeAddComposeHash(composeHash), none, salt],
    }),
  )
  await runThrough(operation)
  expect(await world.served.chain.isComposeHashAllowed(world.app, composeHash)).toBe(true)
})

it('a device and a hash are one batch, after the operation that has to come before', async () => {
  const first = timelockOperation(
    { chainId: 31337, appContract: world.app, composeHash: someBytes32('c'), deviceId: null },
    { predecessor: none, salt, delaySeconds },
  )
  const composeHash = someBytes32('d')
  const operation = timelockOperation(
    { chainId: 31337, appContract: world.app, composeHash, deviceId: someBytes32('e') },
    { predecessor: first.id as ReturnType<typeof someBytes32>, salt: none, delaySeconds },
  )
  expect([operation.schedule.method, operation.execute.method]).toEqual(['scheduleBatch', 'executeBatch'])
  await runThrough(first)
  await runThrough(operation)
  expect(await world.served.chain.isComposeHashAllowed(world.app, composeHash)).toBe(true)
})

it('a delay shorter than the timelock’s own is refused by it, so its own is read', async () => {
  expect(await readTimelockDelay(world.served.facts, timelock, { baseUrl: world.served.baseUrl })).toBe(delaySeconds)
  const calls = { chainId: 31337, appContract: world.app, composeHash: someBytes32('b'), deviceId: null }
  const { schedule } = timelockOperation(calls, { predecessor: none, salt, delaySeconds: delaySeconds - 1n })
  expect(await send(schedule.data)).toBe('reverted')
  const longer = timelockOperation(calls, { predecessor: none, salt, delaySeconds: 86_400n })
  expect(await send(longer.schedule.data)).toBe('success')
  expect(await send(longer.execute.data), 'before the delay has passed').toBe('reverted')
})

it('what is no timelock is told from a chain that cannot be asked', async () => {
  const delayOf = (address: Hex) => readTimelockDelay(world.served.facts, address, { baseUrl: world.served.baseUrl })
  expect(await delayOf(world.otherApp)).toBeNull()
  expect(await delayOf(world.stranger)).toBeNull()
  world.served.refuse(() => ({ code: -32005, message: 'over rate limit' }))
  await expect(delayOf(timelock)).rejects.toThrow()
})

it('the lines for cast name contract, method and argument of the very call that is signed here, and no key', () => {
  const appContract = `0x${'12'.repeat(20)}` as const
  const composeHash = someBytes32('b')
  const lines = castLines({ chainId: 8453, appContract, composeHash, deviceId: someBytes32('1') })
  expect(lines).toEqual([
    `cast send ${appContract} "addDevice(bytes32)" ${someBytes32('1')} --chain 8453 --rpc-url "$RPC_URL"`,
    `cast send ${appContract} "addComposeHash(bytes32)" ${composeHash} --chain 8453 --rpc-url "$RPC_URL"`,
  ])
  const [, , , signature, argument] = lines[1]!.split(' ')
  const abi = parseAbi([`function ${signature!.replaceAll('"', '')}` as 'function addComposeHash(bytes32)'])
  expect(encodeFunctionData({ abi, args: [argument as Hex] })).toBe(encodeAddComposeHash(composeHash))
})
