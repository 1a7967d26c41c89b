import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createClient } from 'viem'
import { getBalance, getBlockNumber, getCode } from 'viem/actions'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { rpcTransport } from './rpc-transport.ts'
import { isTired, isUnread } from './unread.ts'

interface Call {
  id: number
  method: string
  params?: unknown[]
}

let server: Server
let batches: Call[][] = []
let answer: (calls: Call[]) => unknown
let client: ReturnType<typeof createClient>

/** Each call by its id, the last one first: a node may answer in any order. */
const inAnyOrder = (calls: Call[]) => calls.map(({ id, params }) => ({ jsonrpc: '2.0', id, result: params?.[0] ?? '0x7' })).toReversed()
const addressOf = (number: number) => `0x${number.toString(16).padStart(40, '0')}` as const

beforeAll(async () => {
  server = createServer((request, response) => {
    let text = ''
    request.on('data', (chunk: Buffer) => (text += chunk.toString()))
    request.on('end', () => {
      const calls = JSON.parse(text) as Call[]
      batches.push(calls)
      response.setHeader('content-type', 'application/json').end(JSON.stringify(answer(calls)))
    })
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  client = createClient({ transport: rpcTransport(url), cacheTime: 0 })
})
beforeEach(() => {
  batches = []
  answer = inAnyOrder
})
afterEach(() => vi.useRealTimers())
afterAll(() => new Promise((closed) => server.close(closed)))

test('what is asked in one turn is one request, and each gets its own answer', async () => {
  const [code, balance, number] = await Promise.all([
    getCode(client, { address: addressOf(5) }),
    getBalance(client, { address: addressOf(6) }),
    getBlockNumber(client),
  ])
  expect([code, balance, number]).toEqual([addressOf(5), 6n, 7n])
  expect(batches.map((batch) => batch.map(({ method }) => method))).toEqual([['eth_getCode', 'eth_getBalance', 'eth_blockNumber']])
})

test('the same question is asked once, and another one for itself', async () => {
  const asked = [1, 2, 1].map((number) => getCode(client, { address: addressOf(number) }))
  expect(await Promise.all(asked)).toEqual([addressOf(1), addressOf(2), addressOf(1)])
  expect(batches).toHaveLength(1)
  expect(batches[0]).toHaveLength(2)
})

test('a batch holds twenty, as many as the gateway takes', async () => {
  const asked = Array.from({ length: 45 }, (_, number) => getCode(client, { address: addressOf(number) }))
  expect(await Promise.all(asked)).toEqual(asked.map((_, number) => addressOf(number)))
  expect(batches.map(({ length }) => length).toSorted((a, b) => b - a)).toEqual([20, 20, 5])
})

test('a read needs no timer, since a page in the background gets one a minute', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval'] })
  expect(await getBlockNumber(client)).toBe(7n)
})

test('one error for a whole batch is the answer to each of its requests', async () => {
  answer = () => ({ jsonrpc: '2.0', id: null, error: { code: -32005, message: 'Too many requests' } })
  const asked = [getBlockNumber(client), getCode(client, { address: addressOf(1) })]
  const failures = await Promise.all(asked.map((one) => one.catch((error: unknown) => error)))
  expect(failures.map(isTired)).toEqual([true, true])
})

test('a request that the node left out of its answer was not read', async () => {
  answer = (calls) => inAnyOrder(calls.filter(({ method }) => method !== 'eth_getCode'))
  const code = getCode(client, { address: addressOf(1) }).catch((error: unknown) => error)
  expect(await getBlockNumber(client)).toBe(7n)
  expect(isUnread(await code)).toBe(true)
})

test.each([
  ['nothing', null],
  ['words', 'busy'],
  ['nothing of each', [null]],
  ['an id alone', [{ jsonrpc: '2.0', id: 0 }]],
  ['neither result nor error', { jsonrpc: '2.0', id: 0, error: null }],
])('an answer that holds %s was not read, and is no empty value', async (_, said) => {
  answer = () => said
  const failure = await getCode(client, { address: addressOf(1) }).catch((error: unknown) => error)
  expect(isUnread(failure)).toBe(true)
})
