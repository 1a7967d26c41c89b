import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sandboxWithClient, type SandboxClient } from '../sandbox/testing/api-client.ts'
import { createGateway, type Gateway } from './gateway.ts'
import { logBytes } from '../src/api/logs/log-bytes.ts'
import { answerLogs, fetchPublicLog, isPrivateAddress, mayReadLogsAt } from './logs.ts'
import { readSettings, SettingsError } from './settings.ts'
import { origin } from './testing/upstream.ts'

describe('a log is read at', () => {
  const hosts = ['*.dstack.example.org', 'logs.example.net']
  test.each([
    ['https://3f91-8090.dstack.example.org/logs/api', true],
    ['https://logs.example.net/x?tail=1', true],
    ['https://LOGS.example.net/x', true],
    ['http://logs.example.net/x', false],
    ['https://logs.example.net:8443/x', false],
    ['https://user:secret@logs.example.net/x', false],
    ['https://dstack.example.org/x', false],
    ['https://evildstack.example.org/x', false],
    ['https://logs.example.net.evil.example/x', false],
    ['https://sub.logs.example.net/x', false],
    ['https://127.0.0.1/x', false],
    ['https://[::1]/x', false],
    ['https://2130706433/x', false],
  ])('%s: %s', (address, may) => {
    expect(mayReadLogsAt(new URL(address), hosts)).toBe(may)
  })
})

test.each([
  ['127.0.0.1', true],
  ['10.2.3.4', true],
  ['172.31.255.255', true],
  ['172.32.0.1', false],
  ['192.168.1.1', true],
  ['169.254.169.254', true],
  ['100.64.0.1', true],
  ['0.0.0.0', true],
  ['::1', true],
  ['::', true],
  ['fd00::1', true],
  ['fe80::1', true],
  ['::ffff:10.0.0.1', true],
  ['::ffff:7f00:1', true],
  ['64:ff9b::7f00:1', true],
  ['not an address', true],
  ['93.184.216.34', false],
  ['2606:2800:220:1::1', false],
])('%s is private: %s', (address, isPrivate) => {
  expect(isPrivateAddress(address)).toBe(isPrivate)
})

test('a listed name that leads to this machine is not asked', async () => {
  await expect(fetchPublicLog(new URL('https://localhost/logs/api'), AbortSignal.timeout(5_000))).rejects.toMatchObject({
    code: 'PRIVATE_ADDRESS',
  })
})

test('LOG_HOSTS takes names and nothing else', () => {
  expect(readSettings({ LOG_HOSTS: '*.Dstack.example.org, logs.example.net' }).logHosts).toEqual([
    '*.dstack.example.org',
    'logs.example.net',
  ])
  for (const wrong of ['https://logs.example.net', '10.0.0.1', '*', '*.', 'logs.example.net/x', 'localhost']) {
    expect(() => readSettings({ LOG_HOSTS: wrong }), wrong).toThrow(SettingsError)
  }
})

describe('what the host answers', () => {
  const address = 'https://app-8090.dstack.example.org/logs/api'
  const asked: URL[] = []
  const ask = (answer: { status: number; body: string | ReadableStream<Uint8Array> } | Error, query = '') =>
    answerLogs({
      cvmId: 'cvm_1',
      logId: 'c1',
      query: new URLSearchParams(query),
      hosts: ['*.dstack.example.org'],
      askApi: async () =>
        Response.json({
          containers: [
            { id: 'c1', log_endpoint: address },
            { id: 'c2', log_endpoint: null },
          ],
        }),
      fetchLog: async (url) => {
        asked.push(url)
        if (answer instanceof Error) throw answer
        return { status: answer.status, body: new Response(answer.body).body! }
      },
      signal: new AbortController().signal,
    })

  test('is plain text, at most ten MiB of it', async () => {
    const chunk = new Uint8Array(1024 * 1024).fill(97)
    let sent = 0
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1
        controller.enqueue(chunk)
      },
    })
    const answer = await ask({ status: 200, body: endless }, 'tail=50&follow')
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8')
    expect((await answer.arrayBuffer()).byteLength).toBe(logBytes)
    expect(sent).toBeLessThan(20)
    expect(asked.at(-1)?.searchParams.get('tail')).toBe('50')
    expect(asked.at(-1)?.searchParams.has('follow')).toBe(true)
  })

  test('a query of the caller adds nothing else to the address', async () => {
    await ask({ status: 200, body: 'x' }, 'tail=all;rm&url=https://evil.example&since=1')
    const { origin: host, pathname, searchParams } = asked.at(-1)!
    expect(host + pathname).toBe(address)
    expect(Object.fromEntries(searchParams)).toEqual({ text: '', bare: '', ansi: '', timestamps: '', tail: '2000' })
  })

  test.each([
    [{ status: 500, body: 'Error: configured logging driver does not support reading' }, 502, 'GATEWAY_LOG_DRIVER'],
    [{ status: 403, body: 'no' }, 502, 'GATEWAY_LOG_NOT_PUBLIC'],
    [{ status: 302, body: '' }, 502, 'GATEWAY_LOG_REFUSED'],
    [{ status: 404, body: 'no such container' }, 502, 'GATEWAY_LOG_REFUSED'],
    [new Error('connect ECONNREFUSED'), 502, 'GATEWAY_LOG_UNREACHABLE'],
  ])('%j becomes %s %s', async (answer, status, code) => {
    const refused = await ask(answer)
    expect(refused.status).toBe(status)
    expect(((await refused.json()) as { error_code: string }).error_code).toBe(code)
  })

  test('nobody is asked where the operator named no host, where the API names no address, and where the host is not listed', async () => {
    const before = asked.length
    const base = {
      cvmId: 'cvm_1',
      query: new URLSearchParams(),
      fetchLog: () => Promise.reject(new Error('asked')),
      signal: new AbortController().signal,
    }
    const askApi = async () => Response.json({ containers: [{ id: 'c1', log_endpoint: address }] })
    const codeOf = async (answer: Promise<Response>) => ((await (await answer).json()) as { error_code: string }).error_code
    expect(await codeOf(answerLogs({ ...base, logId: 'c1', hosts: [], askApi }))).toBe('GATEWAY_LOGS_NOT_SET')
    expect(await codeOf(answerLogs({ ...base, logId: 'unknown', hosts: ['*.dstack.example.org'], askApi }))).toBe('GATEWAY_LOG_NOT_NAMED')
    expect(await codeOf(answerLogs({ ...base, logId: 'c1', hosts: ['other.example.org'], askApi }))).toBe('GATEWAY_LOG_HOST_REFUSED')
    expect(asked.length).toBe(before)
  })
})

describe('the sandbox’s containers talk through the gateway', () => {
  let client: SandboxClient
  let gateway: Gateway
  beforeAll(async () => {
    client = await sandboxWithClient({ fleetSize: 8 })
    gateway = createGateway({
      settings: readSettings({}),
      assetsDir: null,
      loadSandbox: () => Promise.resolve(client.sandbox),
      log: () => {},
    })
  })
  afterAll(() => client.stop())
  const read = (path: string, key = client.info.keys.owner, signal?: AbortSignal) =>
    gateway.fetch(new Request(`${origin}/logs/${path}`, { headers: { 'x-api-key': key }, ...(signal ? { signal } : {}) }))

  test('a container’s newest lines, as text that no browser runs', async () => {
    const cvm = client.info.cvms['centralKms']!
    const { containers } = (await client.api('GET', `/cvms/${cvm}/composition`)).body as { containers: { id: string }[] }
    const answer = await read(`${cvm}/${containers[0]!.id}?tail=5`)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-security-policy')).toContain('sandbox')
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8')
    const lines = (await answer.text()).trimEnd().split('\n')
    expect(lines.length).toBeLessThanOrEqual(5)
    expect(lines.every((line) => /^\d{4}-\d\d-\d\dT/.test(line))).toBe(true)
    expect((await read(`${cvm}/serial`)).status).toBe(200)
  })

  test('nobody else’s, and nothing without a key', async () => {
    const cvm = client.info.cvms['centralKms']!
    expect((await read(`${cvm}/serial`, client.info.keys.other)).status).toBe(404)
    expect((await gateway.fetch(new Request(`${origin}/logs/${cvm}/serial`))).status).toBe(401)
    expect((await gateway.fetch(new Request(`${origin}/logs/${cvm}/serial`, { method: 'POST' }))).status).toBe(404)
    expect((await read(`${cvm}/${encodeURIComponent('https://evil.example/x')}`)).status).toBe(404)
  })

  test('a container that prints nothing is answered before its first line', async () => {
    const cvm = client.info.cvms['centralKms']!
    const { containers } = (await client.api('GET', `/cvms/${cvm}/composition`)).body as { containers: { id: string }[] }
    const silent: Pick<typeof client.sandbox, 'fetch'> = {
      fetch: (request) =>
        new URL(request.url).pathname.startsWith('/logs/')
          ? Promise.resolve(new Response(new ReadableStream()))
          : client.sandbox.fetch(request),
    }
    const quiet = createGateway({
      settings: readSettings({}),
      assetsDir: null,
      loadSandbox: () => Promise.resolve({ ...client.sandbox, ...silent }),
      log: () => {},
    })
    const server = createAdaptorServer({ fetch: (request) => quiet.fetch(request), overrideGlobalObjects: false })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const stop = new AbortController()
    const { port } = server.address() as AddressInfo
    const opened = await fetch(`http://127.0.0.1:${port}/logs/${cvm}/${containers[0]!.id}?follow=1`, {
      headers: { 'x-api-key': client.info.keys.owner },
      signal: stop.signal,
    })
    expect(opened.status).toBe(200)
    stop.abort()
    await new Promise((resolve) => server.close(resolve))
  })
})
