import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findEndpoint } from '../src/api/endpoints.ts'
import { createConsoleServer, limits } from './running/http-server.ts'
import { createMetrics } from './running/metrics.ts'
import { type HostileRequest, hostileRequests } from './testing/hostile-requests.ts'
import { rawRequest } from './testing/raw-request.ts'
import { json, liveGateway, startTestUpstream } from './testing/upstream.ts'

/** `HOSTILE=10000 npx vitest run gateway/hostile.test.ts` sends that many; `HOSTILE_SEED` draws others. */
const count = Number(process.env['HOSTILE'] ?? 280)
const seed = Number(process.env['HOSTILE_SEED'] ?? 16)
const lanes = 16

const reflected = 'zq9reflected'
const secrets = {
  'secret of the sessions': 'canary-session-secret-0123456789abcdef',
  'key of the session': 'phak_canary_of_the_session',
  'address of the chain': 'canary-rpc-token',
  'file beside the app': 'canary-file-beside-the-app',
  'trace of the code': '    at ',
  'what was asked': reflected,
}

let folder: string
let upstream: Awaited<ReturnType<typeof startTestUpstream>>
let chain: Awaited<ReturnType<typeof startTestUpstream>>
const metrics = createMetrics()

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'console-hostile-'))
  mkdirSync(join(folder, 'app/.vite'), { recursive: true })
  writeFileSync(join(folder, 'app/index.html'), '<!doctype html><head></head><body></body>')
  writeFileSync(join(folder, 'app/.vite/manifest.json'), secrets['file beside the app'])
  writeFileSync(join(folder, 'secret.txt'), secrets['file beside the app'])
  upstream = await startTestUpstream((_request, response) => json(response, 200, { ok: true }))
  chain = await startTestUpstream((_request, response) => json(response, 200, { jsonrpc: '2.0', id: 1, result: '0x1' }))
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await upstream.stop()
  await chain.stop()
})

test(
  'hostile requests: each gets its refusal, none learns a secret or gets past the table, and the gateway goes on serving',
  { timeout: 600_000 },
  async () => {
    const { gateway, lines } = liveGateway(
      {
        PHALA_CLOUD_API_PREFIX: `${upstream.url}/api/v1`,
        SESSION_SECRET: secrets['secret of the sessions'],
        RPC_URL_8453: `${chain.url}/${secrets['address of the chain']}`,
      },
      { assetsDir: join(folder, 'app'), observe: metrics.observe },
    )
    const front = createConsoleServer({ fetch: gateway.fetch, hostname: '127.0.0.1', onRefused: metrics.refused })
    front.server.listen(0, '127.0.0.1')
    await once(front.server, 'listening')
    const { port } = front.server.address() as AddressInfo
    const host = `127.0.0.1:${port}`
    const signIn = () =>
      fetch(`http://${host}/session`, { method: 'POST', body: JSON.stringify({ apiKey: secrets['key of the session'] }) })
    const signedIn = await signIn()
    const cookie = signedIn.headers.get('set-cookie')!.split(';', 1)[0]! // a sign-in always sets it
    const { mark } = (await signedIn.json()) as { mark: string }
    upstream.seen.length = 0

    const wrong: string[] = []
    const leaks = (told: string, text: string) =>
      Object.entries({ ...secrets, 'token of the session': cookie.slice(cookie.indexOf('=') + 1), upstream: new URL(upstream.url).host })
        .filter(([, secret]) => text.includes(secret))
        .map(([what]) => `${told} tells the ${what}`)
    const waiting: HostileRequest[] = hostileRequests(count, seed, { host, cookie, mark, reflected })
    const statuses = new Set<number>()
    await Promise.all(
      Array.from({ length: lanes }, async () => {
        for (let asked = waiting.shift(); asked; asked = waiting.shift()) {
          const { status, text } = await rawRequest(port, asked.bytes)
          statuses.add(status)
          const what = `${asked.kind}: ${JSON.stringify(asked.bytes.toString('latin1').slice(0, 300))}`
          if (!asked.allowed.includes(status)) wrong.push(`${status} instead of ${asked.allowed.join(' or ')} for ${what}`)
          wrong.push(...leaks(`the answer to ${what}`, text))
        }
      }),
    )

    expect(wrong).toEqual([])
    for (const { method, url, headers } of upstream.seen) {
      expect(findEndpoint(method, url.split('?', 1)[0]!), `${method} ${url}`).not.toBeNull()
      expect(method, 'no write got through').toMatch(/^(?:GET|HEAD)$/)
      expect(headers['x-api-key'] ?? 'phak_program').toBe('phak_program')
      expect(headers).not.toHaveProperty('cookie')
    }
    for (const { body } of chain.seen) expect(body).toMatch(/eth_blockNumber/)
    expect(lines.flatMap((line) => leaks('a log line', line))).toEqual([])
    expect(leaks('a metric', metrics.text())).toEqual([])
    expect([...statuses].toSorted((a, b) => a - b)).toEqual(expect.arrayContaining([400, 401, 403, 404, 405, 409, 413, 431, 501]))
    expect(statuses).not.toContain(500)

    const page = { cookie, 'x-console-session': mark, 'sec-fetch-site': 'same-origin' }
    expect((await fetch(`http://${host}/api/v1/cvms/paginated`, { headers: page })).status).toBe(200)
    expect((await signIn()).status).toBe(200)
    await front.stop(0)
    await expect.poll(() => front.openConnections()).toBe(0)
  },
)

test('who sends slowly is told so, and what waits for others is served meanwhile', async () => {
  const { gateway } = liveGateway({ PHALA_CLOUD_API_PREFIX: `${upstream.url}/api/v1` })
  const front = createConsoleServer({
    fetch: gateway.fetch,
    hostname: '127.0.0.1',
    limits: { ...limits, headersMs: 300, requestMs: 600, checkMs: 100 },
    onRefused: metrics.refused,
  })
  front.server.listen(0, '127.0.0.1')
  await once(front.server, 'listening')
  const { port } = front.server.address() as AddressInfo
  const slow = [
    'GET / HTTP/1.1\r\nhost: a\r\nx-a: b', // headers that never end
    `PATCH /api/v1/cvms/cvm_1 HTTP/1.1\r\nhost: a\r\nx-api-key: k\r\ncontent-length: 100\r\n\r\n{`, // a body that never ends
    `POST /session HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{`,
  ]
  const answers = Promise.all(Array.from({ length: 30 }, (_, at) => rawRequest(port, Buffer.from(slow[at % slow.length]!))))
  expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200)
  expect(new Set((await answers).map(({ status }) => status))).toEqual(new Set([408]))
  expect(metrics.text()).toMatch(/console_refused_total\{code="ERR_HTTP_REQUEST_TIMEOUT"\} \d+/)
  await front.stop(0)
})
