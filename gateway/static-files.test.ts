import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createGateway, type Gateway } from './gateway.ts'
import { readSettings } from './settings.ts'
import { ownPage } from './testing/upstream.ts'

let folder: string
let gateway: Gateway
const script = 'console.log("app")'.repeat(100)

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'console-app-'))
  mkdirSync(join(folder, 'assets'))
  mkdirSync(join(folder, '.vite'))
  writeFileSync(join(folder, 'index.html'), '<!doctype html><head></head><body>app</body>')
  writeFileSync(join(folder, 'icon.svg'), '<svg/>')
  writeFileSync(join(folder, 'assets/index-abc.js'), script)
  writeFileSync(join(folder, 'assets/index-abc.js.br'), brotliCompressSync(script))
  writeFileSync(join(folder, '.vite/manifest.json'), '{}')
  gateway = createGateway({
    settings: readSettings({ PHALA_CLOUD_API_PREFIX: 'http://127.0.0.1:9/api/v1' }),
    assetsDir: folder,
    loadSandbox: () => Promise.reject(new Error('Live mode must not load the sandbox')),
    log: () => {},
  })
})
afterAll(() => rmSync(folder, { recursive: true }))

const get = (path: string, headers: Record<string, string> = {}) => gateway.fetch(ownPage(path, { headers }))

describe('the built app', () => {
  test.each(['/', '/sign-in', '/cvms/cvm_1a2b', '/cvms/cvm_1a2b/edit'])('%s is a page', async (path) => {
    const answer = await get(path)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toContain('text/html')
    expect(answer.headers.get('cache-control')).toBe('no-cache')
  })

  test.each([
    '/assets/gone-123.js',
    '/assets',
    '/api',
    '/api/v2/cvms',
    '/rpc',
    '/rpc/base',
    '/sandbox',
    '/sandbox/info',
    '/session/x',
    '/config.json/x',
    '/gone.png',
    '/.vite/manifest.json',
    '/index.js.map',
  ])('%s is a JSON 404, never a page', async (path) => {
    const answer = await get(path)
    expect(answer.status).toBe(404)
    expect(await answer.json()).toMatchObject({ error_code: 'GATEWAY_NOT_FOUND' })
  })

  test('hashed files are kept for ever and travel compressed', async () => {
    const answer = await get('/assets/index-abc.js', { 'accept-encoding': 'gzip, deflate, br' })
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(answer.headers.get('content-encoding')).toBe('br')
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(new Uint8Array(brotliCompressSync(script)))
    expect(await (await get('/assets/index-abc.js', { 'accept-encoding': 'br;q=0' })).text()).toBe(script)
  })

  test('a page that has not changed is not sent again', async () => {
    const etag = (await get('/')).headers.get('etag') ?? ''
    expect((await get('/', { 'if-none-match': etag })).status).toBe(304)
    expect((await get('/', { 'if-none-match': '"other"' })).status).toBe(200)
  })

  test('live mode has no wallet of the sandbox in its page', async () => {
    expect(await (await get('/')).text()).not.toContain('sandbox')
  })

  test('a path out of the folder leads nowhere', async () => {
    for (const path of ['/../package.json', '/assets/..%2f..%2fpackage.json', '/%2e%2e/%2e%2e/etc/passwd.txt'])
      expect((await get(path)).status).toBe(404)
  })

  test.each([
    '/finish%23v=1&secret=a.b&sum=0a1b2c3d.',
    '/finish%2523v%253D1%2526secret%253Da.b',
    '/finish/v=1.0',
    '/https://console.example.org/finish%23secret=a.b',
    '/go/https%3A%2F%2Fconsole.example.org%2Ffinish%23secret%3Da.b',
    '/go/https%253A%252F%252Fconsole.example.org%252Ffinish%2523secret%253Da.b',
  ])('%s is a page, which takes the secret out of the address', async (path) => {
    const answer = await get(path)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toContain('text/html')
  })

  test.each(['/finish-line.png', '/finished.png', '/assets/finish.js'])('%s is none', async (path) => {
    expect((await get(path)).status).toBe(404)
  })

  test('writing to a page is refused', async () => {
    expect((await gateway.fetch(ownPage('/sign-in', { method: 'POST' }))).status).toBe(405)
  })
})

describe('security headers', () => {
  test.each(['/', '/assets/index-abc.js', '/gone.png', '/config.json', '/session', '/api/v1/nothing', '/rpc/8453'])(
    '%s carries them',
    async (path) => {
      const { headers } = await get(path)
      const policy = headers.get('content-security-policy') ?? ''
      expect(policy).toContain("default-src 'none'")
      expect(policy).toContain("frame-ancestors 'none'")
      expect(policy).not.toContain('unsafe')
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('referrer-policy')).toBe('no-referrer')
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin-allow-popups')
      expect(headers.get('permissions-policy')).toContain('camera=()')
      expect(headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/)
    },
  )

  test('an API answer opened as a page is sandboxed', async () => {
    expect((await get('/api/v1/cvms/x/y')).headers.get('content-security-policy')).toMatch(/^sandbox;/)
  })
})
