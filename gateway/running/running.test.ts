import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { brotliCompressSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { rawRequest } from '../testing/raw-request.ts'
import { SettingsError } from '../settings.ts'
import { json, liveGateway, ownPage, startTestUpstream } from '../testing/upstream.ts'
import { createHealth } from './health.ts'
import { createConsoleServer, createMetricsServer, limits } from './http-server.ts'
import { listen } from './listen.ts'
import { createMetrics } from './metrics.ts'
import { createLineWriter, requestLine } from './request-log.ts'

const at = new Date('2026-03-01T08:00:00Z')
const seen = { method: 'GET', route: '/api/v1/cvms/{cvm_id}', status: 200, ms: 12.34, requestId: 'req-1' }

describe('the log', () => {
  test('is words for people, or one object a line for programs', () => {
    expect(requestLine(seen, 'text', at)).toBe('GET /api/v1/cvms/{cvm_id} 200 12ms req-1')
    expect(JSON.parse(requestLine({ ...seen, status: 502 }, 'json', at))).toEqual({
      time: '2026-03-01T08:00:00.000Z',
      level: 'error',
      message: 'request',
      method: 'GET',
      route: '/api/v1/cvms/{cvm_id}',
      status: 502,
      ms: 12.3,
      requestId: 'req-1',
    })
  })

  test('is written a moment later, in order, and what is left at the end is written then', async () => {
    const written: string[] = []
    const { line, flush } = createLineWriter((text) => written.push(text))
    line('a')
    line('b')
    expect(written).toEqual([])
    await expect.poll(() => written).toEqual(['a\nb\n'])
    line('c')
    flush()
    flush()
    expect(written).toEqual(['a\nb\n', 'c\n'])
  })
})

describe('metrics', () => {
  test('count requests by method, route and status, and how long they took', () => {
    const metrics = createMetrics({ connections: () => 3 })
    for (const ms of [0.5, 2, 700, 90_000]) metrics.observe({ ...seen, ms })
    metrics.refused('HPE_HEADER_OVERFLOW')
    const lines = metrics.text().split('\n')
    const labels = 'method="GET",route="/api/v1/cvms/{cvm_id}",status="200"'
    expect(lines).toEqual(
      expect.arrayContaining([
        `console_requests_total{${labels}} 4`,
        `console_request_seconds_bucket{${labels},le="0.001"} 1`,
        `console_request_seconds_bucket{${labels},le="0.0025"} 2`,
        `console_request_seconds_bucket{${labels},le="1"} 3`,
        `console_request_seconds_bucket{${labels},le="60"} 3`,
        `console_request_seconds_bucket{${labels},le="+Inf"} 4`,
        `console_request_seconds_count{${labels}} 4`,
        'console_refused_total{code="HPE_HEADER_OVERFLOW"} 1',
        'console_open_connections 3',
      ]),
    )
    // Every line is a comment or a name, labels and one number.
    for (const line of lines.slice(0, -1))
      expect(line).toMatch(/^(?:# (?:TYPE|HELP) \w+ .+|\w+(?:\{\w+="[^"]*"(?:,\w+="[^"]*")*\})? [\d.e+-]+)$/)
  })

  test('have a port of their own, on which there is nothing else', async () => {
    const server = createMetricsServer(() => 'a 1\n')
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const answer = await fetch(`${url}/metrics`)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8'])
    expect(await answer.text()).toBe('a 1\n')
    for (const [path, method] of [
      ['/', 'GET'],
      ['/api/v1/auth/me', 'GET'],
      ['/metrics', 'POST'],
    ] as const)
      expect((await fetch(url + path, { method })).status).toBe(404)
    server.closeAllConnections()
    server.close()
  })

  test('need a port that is free, and otherwise its setting is named', async () => {
    const [first, second] = [createMetricsServer(() => ''), createMetricsServer(() => '')]
    const port = await listen(first, { host: '127.0.0.1', port: 0 }, 'METRICS_PORT')
    await expect(listen(second, { host: '127.0.0.1', port }, 'METRICS_PORT')).rejects.toThrow(
      new SettingsError(`Port ${port} is in use. Set METRICS_PORT to another one, or to 0 for any free one.`),
    )
    first.close()
  })

  test('no page of the console reaches them', async () => {
    const { gateway } = liveGateway({ PHALA_CLOUD_API_PREFIX: 'https://api.example.org/api/v1' })
    expect((await gateway.fetch(ownPage('/metrics'))).status).toBe(404)
  })
})

describe('readiness', () => {
  test('an answer counts for half a minute, and however often it is asked the upstream is not, within five seconds', async () => {
    let now = 1_000
    let asked = 0
    let answers = true
    const health = createHealth({ ask: () => Promise.resolve(((asked += 1), answers)), now: () => now })
    expect(await Promise.all([health.readiness(), health.readiness()])).toEqual([{ isReady: true }, { isReady: true }])
    expect(asked).toBe(1)
    now += 29_000
    expect(await health.readiness()).toEqual({ isReady: true })
    expect(asked).toBe(1)
    answers = false
    now += 2_000
    for (let look = 0; look < 5; look += 1)
      expect(await health.readiness()).toEqual({ isReady: false, why: 'The upstream does not answer, or answers with an error.' })
    expect(asked).toBe(2)
    health.upstreamAnswered()
    expect(await health.readiness()).toEqual({ isReady: true })
    health.stop()
    expect(await health.readiness()).toEqual({ isReady: false, why: 'This gateway is being stopped.' })
  })

  test('how old an answer is has nothing to do with the time of day: with the clock set back, the upstream is asked again as soon', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'performance'], now: at })
    try {
      let asked = 0
      const health = createHealth({ ask: () => Promise.resolve((asked += 1) === 1) })
      expect(await health.readiness()).toEqual({ isReady: true })
      vi.advanceTimersByTime(31_000)
      vi.setSystemTime(at.getTime() - 3_600_000)
      expect(await health.readiness()).toMatchObject({ isReady: false })
      expect(asked).toBe(2)
    } finally {
      vi.useRealTimers()
    }
  })

  test.each([
    [200, 200],
    [401, 200],
    [404, 200],
    [301, 503],
    [307, 503],
    [500, 503],
    [503, 503],
  ])('an upstream that answers %i makes it a %i', async (answered, expected) => {
    const upstream = await startTestUpstream((_request, response) => json(response, answered, {}, { location: 'https://example.org/' }))
    const { gateway } = liveGateway({ PHALA_CLOUD_API_PREFIX: `${upstream.url}/api/v1` })
    expect((await gateway.fetch(ownPage('/readyz'))).status).toBe(expected)
    await upstream.stop()
  })
})

describe('a gateway that is served', () => {
  let upstream: Awaited<ReturnType<typeof startTestUpstream>>
  let holds: (() => void)[] = []

  beforeAll(async () => {
    const large = Array.from({ length: 9_000 }, (_, index) => `item ${index}`)
    upstream = await startTestUpstream((request, response) => {
      if (request.url.includes('/held')) holds.push(() => json(response, 200, { held: true }))
      else if (request.url.includes('/streams')) response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: 1\n\n')
      else if (request.url.includes('/breaks')) {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' }).write('{')
        setTimeout(() => response.destroy(), 20)
      } else if (request.url.includes('/packed'))
        response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'br' }).end(brotliCompressSync('{}'))
      else json(response, 200, request.url.includes('/large') ? { large } : { small: true })
    })
  })
  afterAll(() => upstream.stop())

  async function served(env: Record<string, string> = {}) {
    holds = []
    const made = liveGateway({ PHALA_CLOUD_API_PREFIX: `${upstream.url}/api/v1`, ...env })
    const front = createConsoleServer({ fetch: made.gateway.fetch, hostname: '127.0.0.1' })
    front.server.listen(0, '127.0.0.1')
    await once(front.server, 'listening')
    const { port } = front.server.address() as AddressInfo
    return { ...made, front, port, ask: (id: string, headers = {}) => askFor(port, id, headers) }
  }
  const askFor = (port: number, id: string, headers: Record<string, string>) =>
    fetch(`http://127.0.0.1:${port}/api/v1/cvms/${id}/state`, { headers: { 'x-api-key': 'phak_own', ...headers } })

  test('says that it lives and that its upstream answers, in so many words', async () => {
    const { port, front } = await served()
    const at = `http://127.0.0.1:${port}`
    expect(await (await fetch(`${at}/healthz`)).json()).toEqual({ isAlive: true })
    expect(await (await fetch(`${at}/readyz`)).json()).toEqual({ isReady: true })
    expect((await fetch(`${at}/readyz`, { method: 'POST' })).status).toBe(405)
    await front.stop(0)
    const { gateway } = liveGateway({ PHALA_CLOUD_API_PREFIX: 'http://127.0.0.1:1/api/v1' })
    const answer = await gateway.fetch(ownPage('/readyz'))
    expect([answer.status, await answer.json()]).toEqual([
      503,
      { isReady: false, why: 'The upstream does not answer, or answers with an error.' },
    ])
    expect((await gateway.fetch(ownPage('/healthz'))).status).toBe(200)
  })

  test('packs what is large and not packed yet, for who can unpack it; what came packed passes as it is', async () => {
    const { ask, front } = await served()
    for (const [id, encodings, expected] of [
      ['small', 'gzip, br', null],
      ['large', 'gzip, br', 'gzip'],
      ['large', 'br', null],
      ['large', 'gzip;q=0', null],
      ['packed', 'gzip, br', 'br'],
    ] as const) {
      const answer = await ask(id, { 'accept-encoding': encodings })
      expect(answer.headers.get('content-encoding'), `${id} for ${encodings}`).toBe(expected)
      const body = (await answer.json()) as { large?: string[] }
      if (id === 'large') expect(body.large).toHaveLength(9_000)
    }
    await front.stop(0)
  })

  test('an answer that breaks off is a failure, not a shorter answer', async () => {
    const { ask, front } = await served()
    const answer = await ask('breaks')
    expect(answer.status).toBe(502)
    expect(await answer.json()).toMatchObject({ error_code: 'GATEWAY_UPSTREAM_UNREACHABLE' })
    await front.stop(0)
  })

  test('a stop finishes what is under way, ends streams, takes nothing new, and tells balancers first', async () => {
    const { ask, front, gateway, port } = await served()
    const held = ask('held')
    const stream = await ask('streams', { accept: 'text/event-stream' })
    await expect.poll(() => holds.length).toBe(1)
    gateway.beginStop()
    expect((await gateway.fetch(ownPage('/readyz'))).status).toBe(503)
    const stopped = front.stop(30_000)
    expect(await stream.text()).toBe('data: 1\n\n')
    await expect
      .poll(() =>
        fetch(`http://127.0.0.1:${port}/healthz`).then(
          () => 'taken',
          () => 'refused',
        ),
      )
      .toBe('refused')
    expect(await Promise.race([stopped.then(() => 'stopped'), sleep(0, 'waits')])).toBe('waits')
    holds[0]!() // polled for above
    const answer = await held
    expect([answer.status, answer.headers.get('connection')]).toEqual([200, 'close'])
    expect(await answer.json()).toEqual({ held: true })
    await stopped
    await expect.poll(() => front.openConnections()).toBe(0)
  })

  test('a stop does not wait longer than it may', async () => {
    const { ask, front } = await served()
    const held = ask('held').then(
      () => 'answered',
      () => 'cut',
    )
    await expect.poll(() => holds.length).toBe(1)
    await front.stop(50)
    expect(await held).toBe('cut')
  })

  test('more headers, in bytes or in number, than anybody needs are refused', async () => {
    const { front, port } = await served()
    const ask = (headers: string) =>
      rawRequest(port, Buffer.from(`GET /healthz HTTP/1.1\r\nhost: a\r\nconnection: close\r\n${headers}\r\n`))
    expect((await ask('a: b\r\n'.repeat(190))).status).toBe(200)
    expect((await ask('a: b\r\n'.repeat(200))).status).toBe(431)
    expect((await ask(`a: ${'b'.repeat(limits.headerBytes)}\r\n`)).status).toBe(431)
    await front.stop(0)
  })

  test('a key and what was asked are in no line of the log and in no metric', async () => {
    const metrics = createMetrics()
    const lines: string[] = []
    const options = { log: (line: string) => lines.push(line), observe: metrics.observe }
    const { gateway } = liveGateway({ PHALA_CLOUD_API_PREFIX: `${upstream.url}/api/v1`, LOG_FORMAT: 'json' }, options)
    const canary = 'canary-7f3a'
    for (const path of [`/api/v1/cvms/${canary}/state?q=${canary}`, `/api/v1/${canary}`, `/${canary}`, `/rpc/1?${canary}`, '/session']) {
      const headers = { 'x-api-key': `phak_${canary}`, cookie: `a=${canary}`, 'x-note': canary }
      await gateway.fetch(ownPage(path, { headers }))
      await gateway.fetch(ownPage(path, { method: 'POST', headers, body: JSON.stringify({ apiKey: canary }) }))
    }
    expect(lines).toHaveLength(10)
    expect(lines.map((line) => (JSON.parse(line) as { message: string }).message)).toEqual(lines.map(() => 'request'))
    expect(lines.join('\n') + metrics.text()).not.toContain(canary)
  })
})
