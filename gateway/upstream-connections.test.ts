import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { json, liveGateway } from './testing/upstream.ts'
import { createUpstreamConnections } from './upstream-connections.ts'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
})

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  ends.push(
    () => server.close(),
    () => server.closeAllConnections(),
  )
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function connect() {
  const connections = createUpstreamConnections()
  ends.push(() => connections.close())
  return connections
}

describe('an answer that is given up while it waits for a slow reader', () => {
  const ask = async (size: number) => {
    const url = await serve((_asked, answer) => answer.writeHead(200, { 'content-type': 'text/plain' }).end(Buffer.alloc(size, 'a')))
    const given = new AbortController()
    const answer = await connect().ask({ url, method: 'GET', headers: {}, body: new Uint8Array(), signal: given.signal })
    return { answer, given }
  }
  const readOn = (answer: IncomingMessage) =>
    new Promise<number | 'broke off'>((resolve) => {
      let size = 0
      answer.on('data', (chunk: Buffer) => (size += chunk.byteLength))
      answer.once('end', () => resolve(size))
      answer.once('error', () => resolve('broke off'))
    })

  test('is read to its end where all of it is here', async () => {
    const { answer, given } = await ask(10_000)
    const read = readOn(answer)
    answer.pause()
    await expect.poll(() => answer.complete).toBe(true)
    given.abort()
    answer.resume()
    expect(await read).toBe(10_000)
  })

  test('breaks off where some of it is still on its way', async () => {
    const { answer, given } = await ask(40_000_000)
    given.abort()
    expect(await readOn(answer)).toBe('broke off')
  })
})

describe('when the upstream closes every connection that was kept open, just as the next request goes out', () => {
  const keptOpen = 4

  async function gatewayOn() {
    const known = new Set<Socket>()
    const seen: string[] = []
    const held: (() => void)[] = []
    let closes = false
    const url = await serve((asked, answer) => {
      seen.push(asked.method ?? '')
      if (closes && known.has(asked.socket)) {
        asked.socket.destroy()
        return
      }
      known.add(asked.socket)
      if (closes) json(answer, 200, {})
      else held.push(() => json(answer, 200, {}))
    })
    const { gateway } = liveGateway({ PHALA_CLOUD_API_PREFIX: `${url}/api/v1` })
    ends.push(() => gateway.stop())
    const ask = async (method: string, path = '/cvms/cvm_1') => {
      const answer = await gateway.fetch(
        new Request(`http://127.0.0.1:4173/api/v1${path}`, {
          method,
          headers: { 'x-api-key': 'phak_own' },
          ...(method === 'GET' || method === 'DELETE' ? {} : { body: '{}' }),
        }),
      )
      await answer.arrayBuffer()
      return answer.status
    }
    const answers = Promise.all(Array.from({ length: keptOpen }, () => ask('GET')))
    await expect.poll(() => held.length).toBe(keptOpen)
    for (const answer of held) answer()
    expect(await answers).toEqual([200, 200, 200, 200])
    expect(known.size).toBe(keptOpen)
    closes = true
    seen.length = 0
    return { ask, seen }
  }

  test('a read is asked again, on a connection that is new', async () => {
    const { ask, seen } = await gatewayOn()
    expect(await ask('GET')).toBe(200)
    expect(seen).toEqual(['GET', 'GET'])
  })

  test.each([
    ['PATCH', '/cvms/cvm_1'],
    ['PUT', '/cvms/cvm_1/ports'],
    ['DELETE', '/cvms/cvm_1'],
    ['POST', '/cvms/cvm_1/restart'],
  ])('a %s, which may have happened, is sent once and told as a failure', async (method, path) => {
    const { ask, seen } = await gatewayOn()
    expect(await ask(method, path)).toBe(502)
    expect(seen).toEqual([method])
  })
})
