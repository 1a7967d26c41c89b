import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { json, liveGateway, origin, ownPage, post, startTestUpstream } from './testing/upstream.ts'

let node: Awaited<ReturnType<typeof startTestUpstream>>
let made: ReturnType<typeof liveGateway>

beforeAll(async () => {
  node = await startTestUpstream((request, response) => {
    const body = JSON.parse(request.body) as { id: number; method: string } | { id: number; method: string }[]
    const resultOf = (method: string) => (method === 'eth_blockNumber' ? '0x4e20' : '0x1')
    const answerTo = ({ id, method }: { id: number; method: string }) => ({ jsonrpc: '2.0', id, result: resultOf(method) })
    json(response, 200, Array.isArray(body) ? body.map(answerTo) : answerTo(body))
  })
  made = liveGateway({
    PHALA_CLOUD_API_PREFIX: 'http://127.0.0.1:9/api/v1',
    RPC_URL_8453: `${node.url}/secret-path`,
    RPC_URL_31337: node.url,
  })
})
beforeEach(() => {
  node.seen.length = 0
})
afterAll(() => node.stop())

const call = (method: string, params: unknown[] = [], id = 1) => ({ jsonrpc: '2.0', id, method, params })
const ask = (body: unknown, chainId = 8453) => made.gateway.fetch(ownPage(`/rpc/${chainId}`, post(body)))

test('a read goes to the endpoint of its chain and comes back', async () => {
  const answer = await ask(call('eth_call', [{ to: '0x1', data: '0x' }, 'latest']))
  expect(await answer.json()).toEqual({ jsonrpc: '2.0', id: 1, result: '0x1' })
  expect(node.seen[0]).toMatchObject({ method: 'POST', url: '/secret-path' })
})

test.each(['eth_sendRawTransaction', 'eth_sendTransaction', 'personal_sign', 'anvil_setBalance', 'debug_traceCall', 'eth_accounts'])(
  '%s is refused before the endpoint sees it',
  async (method) => {
    const answer = await ask([call('eth_chainId'), call(method, [], 7)])
    expect(answer.status).toBe(403)
    expect(await answer.json()).toMatchObject({ id: 7, error: { code: -32601 } })
    expect(node.seen).toEqual([])
  },
)

test('at most 20 calls a batch and 32 KiB a body', async () => {
  expect((await ask(Array.from({ length: 20 }, (_, id) => call('eth_chainId', [], id)))).status).toBe(200)
  expect((await ask(Array.from({ length: 21 }, (_, id) => call('eth_chainId', [], id)))).status).toBe(400)
  expect((await ask([])).status).toBe(400)
  expect((await ask(call('eth_call', ['x'.repeat(33 * 1024)]))).status).toBe(413)
})

describe('log ranges', () => {
  const logs = (filter: object) => ask(call('eth_getLogs', [{ address: '0x1', ...filter }]))

  test.each([
    [{ fromBlock: '0x0', toBlock: '0x2710' }, 200],
    [{ fromBlock: '0x0', toBlock: '0x2711' }, 400],
    [{ fromBlock: 'earliest', toBlock: '0x10' }, 200],
    [{ fromBlock: 'earliest', toBlock: 'latest' }, 400], // the latest block is 20,000
    [{ fromBlock: '0x2710' }, 200],
    [{ fromBlock: '0x270f', toBlock: 'latest' }, 400],
    [{ blockHash: '0xaa' }, 200],
    [{}, 200],
    [{ fromBlock: 'latest', toBlock: '0x1' }, 400],
    [{ fromBlock: 'soon' }, 400],
    [{ address: undefined, fromBlock: '0x1', toBlock: '0x2' }, 400],
  ])('%j is answered %i', async (filter, status) => {
    expect((await logs(filter)).status).toBe(status)
  })
})

test('a chain without an endpoint is a 404, GET is a 405, another site a 403', async () => {
  expect((await ask(call('eth_chainId'), 424242)).status).toBe(404)
  expect((await made.gateway.fetch(ownPage('/rpc/8453'))).status).toBe(405)
  const headers = { 'sec-fetch-site': 'cross-site', origin: 'chrome-extension://abcdef' }
  expect((await made.gateway.fetch(new Request(`${origin}/rpc/8453`, { method: 'POST', body: '{}', headers }))).status).toBe(403)
})

test('browsers are told of open endpoints only, never of the one in the settings', async () => {
  const text = await (await made.gateway.fetch(ownPage('/config.json'))).text()
  expect(text).not.toContain('secret-path')
  const config = JSON.parse(text) as { mode: string; upstream: string; chains: { id: number; walletRpcUrl: string }[] }
  expect(config).toMatchObject({ mode: 'live', upstream: '127.0.0.1:9' })
  expect(config.chains.map(({ id }) => id)).toEqual([1, 8453, 31337])
  expect(config.chains.map(({ walletRpcUrl }) => walletRpcUrl)).toEqual([
    expect.stringMatching(/^https:/),
    expect.stringMatching(/^https:/),
    '',
  ])
})
