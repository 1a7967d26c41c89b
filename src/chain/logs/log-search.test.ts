import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { chainBehindHttp } from '../../../sandbox/chain/testing/chain-behind-http.ts'
import type { Hex } from '@/domain/identifiers.ts'
import { chainClient, type ChainClient } from '../chain-client.ts'
import { encodeAddComposeHash, findRegistration } from '../registration.ts'

const hash = (digit: string): Hex => `0x${digit.repeat(64)}`
const next = hash('b')

let served: Awaited<ReturnType<typeof chainBehindHttp>>
let client: ChainClient
let app: Hex
let otherApp: Hex
let owner: Hex
beforeAll(async () => {
  served = await chainBehindHttp()
  client = chainClient(served.facts, { baseUrl: served.baseUrl })
  owner = served.chain.accounts.owner.address
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
const register = async (composeHash: Hex, to = app) => control({ execute: { as: owner, to, data: encodeAddComposeHash(composeHash) } })

describe('finding an earlier registration', () => {
  const search = (fromBlock?: bigint, composeHash = next) =>
    findRegistration(client, { appContract: app, composeHash, ...(fromBlock === undefined ? {} : { fromBlock }) })
  const find = async (fromBlock?: bigint) => (await search(fromBlock)).found

  it('finds the newest transaction that announced the hash', async () => {
    await register(next)
    const again = await register(next)
    await register(hash('c'))
    await register(next, otherApp)
    expect(await find()).toEqual({ transactionHash: again.transactionHash, blockNumber: BigInt(again.blockNumber) })
  })

  it('finds nothing where nothing was, and nothing before the block it was told', async () => {
    expect(await find()).toBeNull()
    const { blockNumber } = await register(next)
    await control({ mine: 5 })
    expect(await find(BigInt(blockNumber) + 1n)).toBeNull()
    expect(await find(BigInt(blockNumber))).not.toBeNull()
    expect(await find(BigInt(blockNumber) + 100n)).toBeNull()
  })

  it('works with a node that refuses wide ranges', async () => {
    const { transactionHash } = await register(next)
    await control({ mine: 300 })
    let refused = 0
    served.refuse(({ method, params }) => {
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
    await control({ mine: 900 })
    const limit = (blocks: number) =>
      served.refuse(({ method, params }) => {
        const { fromBlock, toBlock } = (params[0] ?? {}) as { fromBlock: Hex; toBlock: Hex }
        return method === 'eth_getLogs' && Number(toBlock) - Number(fromBlock) >= blocks ? { code: -32602, message: 'too wide' } : undefined
      })
    limit(5)
    const before = served.requests.length
    const { found, searchedBackTo } = await search()
    expect(found).toBeNull()
    expect(served.requests.length - before).toBeLessThanOrEqual(41)
    expect(searchedBackTo).toBeGreaterThan(BigInt(blockNumber))
    limit(500)
    expect(await find(BigInt(blockNumber))).toMatchObject({ transactionHash })
  })

  it('rejects when even a single block is refused', async () => {
    served.refuse(({ method }) => (method === 'eth_getLogs' ? { code: -32602, message: 'no logs here' } : undefined))
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
    ['two thousand', 300, 'query exceeds limit (300), see plans for 2k'],
  ])('takes the node at its word: %s', async (_, blocks, words) => {
    const { transactionHash } = await register(next)
    await control({ mine: 700 })
    let refused = 0
    served.refuse(({ method, params }) => {
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
    const { blockNumber } = await control({ mine: 40 })
    served.refuse(({ method, params }) => {
      const { fromBlock } = (params[0] ?? {}) as { fromBlock: Hex }
      return method === 'eth_getLogs' && Number(fromBlock) <= blockNumber - 20 ? { code: -32000, message: 'pruned' } : undefined
    })
    expect(await search(0n)).toEqual({ found: null, searchedBackTo: BigInt(blockNumber - 19) })
  })
})
