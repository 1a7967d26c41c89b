import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { createAdaptorServer } from '@hono/node-server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ConnectionDropped, type Sandbox } from '../sandbox/sandbox.ts'
import { createGateway, type Gateway } from './gateway.ts'
import { readSettings } from './settings.ts'
import { origin, ownPage, pageHeaders, post } from './testing/upstream.ts'

/** The smallest thing that fits the sandbox's place: it tells back what it was asked. */
const echo: Sandbox = {
  worldId: () => 'world-1',
  chains: () => [],
  sampleKeys: () => [{ label: 'Owner', key: 'phak_owner' }],
  sandboxRoot: () => 'AAAA',
  async fetch(request) {
    const { pathname } = new URL(request.url)
    if (pathname.endsWith('/dropped')) throw new ConnectionDropped()
    if (pathname === '/sandbox/wallet.js') return new Response('// code '.repeat(500), { headers: { 'content-type': 'text/javascript' } })
    return Response.json({
      method: request.method,
      pathname,
      key: request.headers.get('x-api-key'),
      cookie: request.headers.get('cookie'),
      body: await request.text(),
    })
  },
  stop: () => Promise.resolve(),
}

let folder: string
let gateway: Gateway

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'console-app-'))
  writeFileSync(join(folder, 'index.html'), '<!doctype html><head></head><body></body>')
  gateway = createGateway({ settings: readSettings({}), assetsDir: folder, loadSandbox: () => Promise.resolve(echo), log: () => {} })
})
afterAll(() => rmSync(folder, { recursive: true }))

test('the page gets the demo wallet, and the configuration names the world and the sample keys', async () => {
  expect(await (await gateway.fetch(ownPage('/'))).text()).toContain('<script src="/sandbox/wallet.js" defer></script></head>')
  const wallet = await gateway.fetch(ownPage('/sandbox/wallet.js', { headers: { 'accept-encoding': 'gzip' } }))
  expect(wallet.headers.get('content-encoding'), 'every page loads it').toBe('gzip')
  expect(await (await gateway.fetch(ownPage('/config.json'))).json()).toEqual({
    mode: 'sandbox',
    worldId: 'world-1',
    upstream: 'sandbox',
    chains: [],
    sampleKeys: [{ label: 'Owner', key: 'phak_owner' }],
    sandboxRoot: 'AAAA',
  })
})

test('a path of the API goes to the sandbox, with the key of the session and without the cookie', async () => {
  const headers = await pageHeaders(await gateway.fetch(ownPage('/session', post({ apiKey: 'phak_owner' }))))
  expect(headers.cookie).toMatch(/^cvm-console-sandbox-[0-9a-f]{10}=/)
  const answer = await gateway.fetch(ownPage('/api/v1/cvms/cvm_1/start', { method: 'POST', headers }))
  expect(await answer.json()).toMatchObject({ method: 'POST', pathname: '/api/v1/cvms/cvm_1/start', key: 'phak_owner', cookie: null })
})

test('an answer of the sandbox is packed as one of an upstream would be: from the size on where it pays, for whoever can unpack it', async () => {
  const ask = (size: number, accepted: string) => {
    const headers = { 'x-api-key': 'phak_owner', 'accept-encoding': accepted, 'content-type': 'text/plain' }
    return gateway.fetch(ownPage('/api/v1/cvms/cvm_1/start', { method: 'POST', headers, body: 'a'.repeat(size) }))
  }
  const packed = await ask(9_000, 'br, gzip')
  expect(packed.headers.get('content-encoding')).toBe('gzip')
  expect(packed.headers.get('vary')).toBe('accept-encoding')
  expect(JSON.parse(gunzipSync(await packed.arrayBuffer()).toString())).toMatchObject({ body: 'a'.repeat(9_000) })
  for (const plain of [await ask(7_000, 'gzip'), await ask(9_000, 'br'), await ask(9_000, 'gzip;q=0')]) {
    expect(plain.headers.get('content-encoding')).toBeNull()
    expect(await plain.json()).toMatchObject({ method: 'POST' })
  }
})

test('what the console does not forward to a real upstream is refused in front of the sandbox too', async () => {
  for (const [method, path] of [
    ['DELETE', '/workspace/webhooks/1'],
    ['POST', '/cvms/provision'],
    ['GET', '/workspace/webhooks'],
  ] as const) {
    const answer = await gateway.fetch(ownPage(`/api/v1${path}`, { method, headers: { 'x-api-key': 'phak_owner' } }))
    expect(answer.status).toBe(501)
    expect(await answer.json()).toMatchObject({ error_code: 'GATEWAY_NOT_FORWARDED' })
  }
})

describe('a request that gets no answer', () => {
  test('in process it is told by its error', async () => {
    await expect(gateway.fetch(ownPage('/api/v1/cvms/dropped', { headers: { 'x-api-key': 'phak_owner' } }))).rejects.toThrow(
      ConnectionDropped,
    )
  })

  test('over the network the connection is cut', async () => {
    const server = createAdaptorServer({ fetch: (request, env) => gateway.fetch(request, env), overrideGlobalObjects: false })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const headers = { 'x-api-key': 'phak_owner' }
    await expect(fetch(`${url}/api/v1/cvms/dropped`, { headers })).rejects.toThrow('fetch failed')
    expect((await fetch(`${url}/api/v1/cvms/there`, { headers })).status).toBe(200)
    server.close()
  })
})

describe('the sandbox chain', () => {
  const rpc = (method: string, headers: Record<string, string>) =>
    gateway.fetch(new Request(`${origin}/rpc/31337`, { method, headers, ...(method === 'POST' ? { body: '{}' } : {}) }))
  const extension = { origin: 'chrome-extension://nkbihfbeogaeaoehlefnkodbefgpgknn', 'sec-fetch-site': 'cross-site' }

  test('lets wallet extensions in', async () => {
    const preflight = await rpc('OPTIONS', extension)
    expect(preflight.status).toBe(204)
    expect(preflight.headers.get('access-control-allow-origin')).toBe(extension.origin)
    const answer = await rpc('POST', extension)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('access-control-allow-origin')).toBe(extension.origin)
  })

  test('lets no other site in', async () => {
    expect((await rpc('POST', { origin: 'https://evil.example.org', 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    expect((await rpc('POST', { 'sec-fetch-site': 'same-site' })).status).toBe(403)
    expect((await rpc('POST', {})).status).toBe(200)
  })
})

test('the control interface is for own pages and programs', async () => {
  const info = (headers: Record<string, string>) => gateway.fetch(new Request(`${origin}/sandbox/info`, { headers }))
  expect((await info({})).status).toBe(200)
  expect((await info({ 'sec-fetch-site': 'none' })).status).toBe(200)
  expect((await info({ 'sec-fetch-site': 'cross-site' })).status).toBe(403)
})

test('a sandbox that does not start is said so, and the gateway still answers', async () => {
  const broken = createGateway({
    settings: readSettings({}),
    assetsDir: null,
    loadSandbox: () => Promise.reject(new Error('no')),
    log: () => {},
  })
  expect((await broken.fetch(ownPage('/api/v1/cvms', { headers: { 'x-api-key': 'k' } }))).status).toBe(503)
  await broken.stop()
})
