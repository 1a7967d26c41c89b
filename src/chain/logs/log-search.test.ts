import { someBytes32 } from '@/domain/testing/hashes.ts'
import { beforeAll, describe, expect, it } from 'vitest'
import { twoApps } from '../../../sandbox/chain/testing/two-apps.ts'
import type { Bytes32, Hex } from '@/domain/identifiers.ts'
import { chainClient, type ChainClient } from '../chain-client.ts'
import { encodeAddComposeHash, findRegistration } from '../registration.ts'

const next = someBytes32('b')

const world = twoApps()
let client: ChainClient
beforeAll(() => {
  client = chainClient(world.served.facts, { baseUrl: world.served.baseUrl })
})

const register = async (composeHash: Bytes32, to = world.app) =>
  world.control({ execute: { as: world.owner, to, data: encodeAddComposeHash(composeHash) } })

describe('finding an earlier registration', () => {
  const search = (fromBlock?: bigint, composeHash = next) =>
    findRegistration(client, { appContract: world.app, composeHash, ...(fromBlock === undefined ? {} : { fromBlock }) })
  const find = async (fromBlock?: bigint) => (await search(fromBlock)).found

  it('finds the newest transaction that announced the hash', async () => {
    await register(next)
    const again = await register(next)
    await register(someBytes32('c'))
    await register(next, world.otherApp)
    expect(await find()).toEqual({ transactionHash: again.transactionHash, blockNumber: BigInt(again.blockNumber) })
  })

  it('finds nothing where nothing was, and nothing before the block it was told', async () => {
    expect(await find()).toBeNull()
    const { blockNumber } = await register(next)
    await world.control({ mine: 5 })
    expect(await find(BigInt(blockNumber) + 1n)).toBeNull()
    expect(await find(BigInt(blockNumber))).not.toBeNull()
    expect(await find(BigInt(blockNumber) + 100n)).toBeNull()
  })

  it('works with a node that refuses wide ranges', async () => {
    const { transactionHash } = await register(next)
    await world.control({ mine: 300 })
    let refused = 0
    world.served.refuse(({ method, params }) => {
      if (method !== 'eth_getLogs') return undefined
      const { fromBlock, toBlock } = params[0] as { fromBlock: Hex; toBlock: Hex }
      if (Number(toBlock) - Number(fromBlock) < 50) return undefined
      refused += 1
      return { code: -32602, message: 'range too wide' }
    })
    expect(await find()).toMatchObject({ transactionHash })
    expect(refused).toBeLessThan(10)
  })

  it('gives up on a long chain instead of asking for ever, and gets there when told where to start', async () => {
    const { transactionHash, blockNumber } = await register(next)
    await world.control({ mine: 900 })
    const limit = (blocks: number) =>
      world.served.refuse(({ method, params }) => {
        const { fromBlock, toBlock } = (params[0] ?? {}) as { fromBlock: Hex; toBlock: Hex }
        return method === 'eth_getLogs' && Number(toBlock) - Number(fromBlock) >= blocks ? { code: -32602, message: 'too wide' } : undefined
      })
    limit(5)
    const before = world.served.requests.length
    const { found, searchedBackTo } = await search()
    expect(found).toBeNull()
    expect(world.served.requests.length - before).toBeLessThanOrEqual(41)
    expect(searchedBackTo).toBeGreaterThan(BigInt(blockNumber))
    limit(500)
    expect(await find(BigInt(blockNumber))).toMatchObject({ transactionHash })
  })

  it('rejects when even a single block is refused', async () => {
    world.served.refuse(({ method }) => (method === 'eth_getLogs' ? { code: -32602, message: 'no logs here' } : undefined))
    await expect(find()).rejects.toThrow()
  })

  it.each([
    ['no more than 10 blocks', 10, 'Under the free plan, eth_getLogs requests with up to a 10 block range are allowed.'],
    [
      'a range that would work',
      100,
      (last: number) => `this block range should work: [0x${(last - 99).toString(16)}, 0x${last.toString(16)}]`,
    ],
    ['500 blocks', 500, 'exceed maximum block range: 500'],
    ['300 blocks, and what a better plan has', 300, 'query exceeds limit (300 blocks), see plans for 2k blocks'],
    ['a count with a separator', 200, 'Range too wide: please stay under 200 blocks; 25 requests per second'],
  ])('takes the node at its word: %s', async (_, blocks, words) => {
    const { transactionHash } = await register(next)
    await world.control({ mine: 700 })
    let refused = 0
    world.served.refuse(({ method, params }) => {
      if (method !== 'eth_getLogs') return undefined
      const { fromBlock, toBlock } = params[0] as { fromBlock: Hex; toBlock: Hex }
      if (Number(toBlock) - Number(fromBlock) < blocks) return undefined
      refused += 1
      return { code: -32602, message: typeof words === 'string' ? words : words(Number(toBlock)) }
    })
    expect(await find(0n)).toMatchObject({ transactionHash })
    expect(refused).toBe(1)
  })

  it('says how far it came with a node that keeps no older logs', async () => {
    await register(next)
    const { blockNumber } = await world.control({ mine: 40 })
    world.served.refuse(({ method, params }) => {
      const { fromBlock } = (params[0] ?? {}) as { fromBlock: Hex }
      return method === 'eth_getLogs' && Number(fromBlock) <= blockNumber - 20 ? { code: -32000, message: 'pruned' } : undefined
    })
    expect(await search(0n)).toEqual({ found: null, searchedBackTo: BigInt(blockNumber - 19) })
  })

  it.each([
    ['a rate', -32005, 'rate limit exceeded: 25 requests per second'],
    ['a wait', 429, 'request limit reached, retry in 3s'],
  ])('does not take %s for a range: what cannot be asked for now is not said to be searched', async (_, code, message) => {
    await register(next)
    await world.control({ mine: 60 })
    let asked = 0
    world.served.refuse(({ method }) => {
      if (method !== 'eth_getLogs') return undefined
      asked += 1
      return { code, message }
    })
    await expect(search(0n)).rejects.toThrow()
    expect(asked).toBeLessThan(5)
    world.served.refuse(null)
    expect(await find(0n)).not.toBeNull()
  })

  it('looks between two blocks and no further', async () => {
    const first = await register(next)
    await world.control({ mine: 5 })
    const second = await register(next)
    const between = (fromBlock: number, toBlock: number) =>
      findRegistration(client, { appContract: world.app, composeHash: next, fromBlock: BigInt(fromBlock), toBlock: BigInt(toBlock) })
    expect((await between(0, second.blockNumber - 1)).found).toMatchObject({ transactionHash: first.transactionHash })
    expect((await between(first.blockNumber + 1, second.blockNumber - 1)).found).toBeNull()
  })
})
