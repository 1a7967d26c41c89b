import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { json, liveGateway, origin, ownPage, pageHeaders, post, startTestUpstream } from './testing/upstream.ts'

let upstream: Awaited<ReturnType<typeof startTestUpstream>>
let made: ReturnType<typeof liveGateway>
let session: Awaited<ReturnType<typeof pageHeaders>>

beforeAll(async () => {
  upstream = await startTestUpstream((request, response) => {
    switch (request.url.replace('/api/v1', '').split('?', 1)[0]) {
      case '/cvms/hangs':
        break
      case '/cvms/drops':
        response.destroy()
        break
      case '/cvms/in-another-time':
        json(response, 429, {}, { date: 'Sat, 01 Mar 2031 08:00:00 GMT', 'retry-after': 'Sat, 01 Mar 2031 09:00:00 GMT' })
        break
      case '/cvms/moved':
        response.writeHead(307, { location: 'https://elsewhere.example.org/' }).end()
        break
      case '/cvms/streams/state':
        response.writeHead(200, { 'content-type': 'text/event-stream' })
        response.write('event: state\ndata: {"n":1}\n\n') // and stays open
        break
      case '/cvms/needs-hash':
        json(response, 465, { error_code: 'ERR-01-005', message: 'register', details: [] }, { 'x-request-id': 'req-42' })
        break
      default:
        json(
          response,
          200,
          { ok: true },
          {
            'set-cookie': 'upstream=1',
            'access-control-allow-origin': '*',
            'content-security-policy': 'default-src *',
            server: 'upstream',
          },
        )
    }
  })
  made = liveGateway({ PHALA_CLOUD_API_PREFIX: `${upstream.url}/api/v1` }, { upstreamTimeoutMs: 300 })
  session = await pageHeaders(await made.gateway.fetch(ownPage('/session', post({ apiKey: 'phak_session' }))))
})
beforeEach(() => {
  upstream.seen.length = 0
})
afterAll(() => upstream.stop())

const page = (path: string, { headers, ...init }: RequestInit = {}) =>
  made.gateway.fetch(ownPage(`/api/v1${path}`, { ...init, headers: { ...(headers as Record<string, string>), ...session } }))

describe('what reaches the upstream', () => {
  test('the key of the session, the body and the query, and of the headers only those with a meaning there', async () => {
    const headers = {
      'content-type': 'application/json',
      'x-phala-version': '2026-01-21',
      'x-compose-hash': 'aa',
      'x-transaction-hash': '0xbb',
      'x-prepare-only': 'true',
      'x-forwarded-for': '10.0.0.1',
      authorization: 'Bearer other',
      origin,
    }
    expect((await page('/cvms/cvm_1?raw=1', { method: 'PATCH', body: '{"vcpu":2}', headers })).status).toBe(200)
    const [seen] = upstream.seen
    expect(seen).toMatchObject({ method: 'PATCH', url: '/api/v1/cvms/cvm_1?raw=1', body: '{"vcpu":2}' })
    expect(seen?.headers).toMatchObject({
      'x-api-key': 'phak_session',
      'x-phala-version': '2026-01-21',
      'x-compose-hash': 'aa',
      'x-transaction-hash': '0xbb',
      'x-prepare-only': 'true',
    })
    for (const name of ['cookie', 'origin', 'referer', 'authorization', 'x-forwarded-for', 'sec-fetch-site', 'x-console-session'])
      expect(seen?.headers).not.toHaveProperty(name)
  })

  test('a request that brings its own key goes with that one', async () => {
    await made.gateway.fetch(
      new Request(`${origin}/api/v1/cvms/cvm_1/restart`, { method: 'POST', body: '{}', headers: { 'x-api-key': 'phak_own', ...session } }),
    )
    expect(upstream.seen[0]?.headers['x-api-key']).toBe('phak_own')
  })

  test('a program’s own bearer token counts as its key, and the workspace that it names goes along', async () => {
    const headers = { authorization: 'Bearer own', 'x-phala-workspace': 'harbor' }
    for (const path of ['/cvms/cvm_1/restart', '/cvms/cvm_1/replicas'])
      await made.gateway.fetch(new Request(`${origin}/api/v1${path}`, { method: 'POST', headers: { ...headers, ...session } }))
    expect(upstream.seen).toHaveLength(2)
    for (const seen of upstream.seen) {
      expect(seen.headers).toMatchObject(headers)
      expect(seen.headers).not.toHaveProperty('x-api-key')
    }
  })

  test('a password for a proxy before the gateway stays here', async () => {
    const headers = { authorization: 'Basic cHJveHk6cHc=', 'x-api-key': 'phak_own' }
    await made.gateway.fetch(new Request(`${origin}/api/v1/auth/me`, { headers }))
    expect(upstream.seen[0]?.headers).not.toHaveProperty('authorization')
  })

  test('a program that writes without a key of its own does not get the session', async () => {
    const answer = await made.gateway.fetch(new Request(`${origin}/api/v1/cvms/cvm_1/restart`, { method: 'POST', headers: { ...session } }))
    expect(answer.status).toBe(401)
    expect(upstream.seen).toEqual([])
  })

  test('an empty body stays empty', async () => {
    await page('/cvms/cvm_1/start', { method: 'POST' })
    expect(upstream.seen[0]).toMatchObject({ method: 'POST', body: '' })
  })
})

describe('what is not forwarded', () => {
  test.each([
    ['DELETE', '/workspace/webhooks/1'],
    ['POST', '/cvms'],
    ['POST', '/workspace/webhooks/1/reveal-secret'],
    ['GET', '/workspace/webhooks'],
    ['POST', '/auth/device/token'],
    ['GET', '/cvms/../user/ssh-keys'],
    ['GET', '/nothing'],
  ])('%s %s is a 501 that does not repeat the path', async (method, path) => {
    const answer = await page(path, { method })
    expect(answer.status).toBe(501)
    const body = (await answer.json()) as { error_code: string; message: string }
    expect(body.error_code).toBe('GATEWAY_NOT_FORWARDED')
    expect(body.message).toContain(method)
    expect(JSON.stringify(body)).not.toContain(path)
    expect(made.lines.at(-1)).toMatch(new RegExp(`^${method} \\(no route\\) 501 `))
    expect(upstream.seen).toEqual([])
  })

  test.each(['/cvms/a%2f..%2f..%2fauth/state', '/cvms/%3Cb%3E', `/cvms/${'a'.repeat(300)}`])(
    'GET %s, where no identifier stands in the place of one, is a 404 and goes nowhere',
    async (path) => {
      const answer = await page(path, { method: 'GET' })
      expect(answer.status).toBe(404)
      expect(await answer.text()).not.toContain(path)
      expect(upstream.seen).toEqual([])
    },
  )

  test('a body over 2 MiB', async () => {
    const answer = await page('/cvms/cvm_1', { method: 'PATCH', body: 'x'.repeat(2 * 1024 * 1024 + 1) })
    expect(answer.status).toBe(413)
    expect(upstream.seen).toEqual([])
  })
})

describe('what needs a key of one’s own', () => {
  const routes = [
    ['POST', '/cvms/cvm_1/replicas'],
    ['POST', '/cvms/cvm_1/commit-replica'],
    ['POST', '/apps/app_1/instances'],
    ['PATCH', '/cvms/cvm_1/envs'],
  ] as const

  test.each(routes)('%s %s is refused to the session of a page', async (method, path) => {
    const answer = await page(path, { method, body: '{}' })
    expect(answer.status).toBe(403)
    expect(await answer.json()).toMatchObject({ error_code: 'GATEWAY_OWN_KEY_NEEDED' })
    expect(upstream.seen).toEqual([])
  })

  test.each(routes)('%s %s is forwarded for a program', async (method, path) => {
    const headers = { 'x-api-key': 'phak_own' }
    expect((await made.gateway.fetch(new Request(`${origin}/api/v1${path}`, { method, headers }))).status).toBe(200)
    expect(upstream.seen).toHaveLength(1)
  })
})

describe('for whom a page asks', () => {
  const signInAs = async (apiKey: string) => pageHeaders(await made.gateway.fetch(ownPage('/session', post({ apiKey }))))
  const write = (headers: Record<string, string>, path = '/cvms/cvm_1') =>
    made.gateway.fetch(ownPage(`/api/v1${path}`, { method: 'PATCH', body: '{"vcpu":2}', headers }))

  test('a page of a former sign-in is refused, and nothing is sent on', async () => {
    const later = await signInAs('phak_later')
    upstream.seen.length = 0
    const answer = await write({ ...session, cookie: later.cookie })
    expect(answer.status).toBe(409)
    expect(await answer.json()).toMatchObject({ error_code: 'SESSION_CHANGED' })
    expect(upstream.seen).toEqual([])
  })

  test('the same key, signed in with again, is another session', async () => {
    const again = await signInAs('phak_session')
    expect(again['x-console-session']).not.toBe(session['x-console-session'])
    expect((await write({ ...session, cookie: again.cookie })).status).toBe(409)
    expect((await write(again)).status).toBe(200)
  })

  test('without the mark the cookie opens nothing, neither for a page nor for a program', async () => {
    upstream.seen.length = 0
    const { cookie } = session
    for (const asked of [
      ownPage('/api/v1/auth/me', { headers: { cookie } }),
      ownPage('/api/v1/cvms/cvm_1', { method: 'PATCH', body: '{}', headers: { cookie } }),
      new Request(`${origin}/api/v1/auth/me`, { headers: { cookie } }),
      new Request(`${origin}/api/v1/auth/me`, { headers: { cookie, 'sec-fetch-site': 'none' } }),
    ]) {
      const answer = await made.gateway.fetch(asked)
      expect(answer.status).toBe(401)
      expect(await answer.json()).toMatchObject({ error_code: 'GATEWAY_CREDENTIAL_MISSING' })
    }
    expect(upstream.seen).toEqual([])
  })

  test('after signing out elsewhere the page is told that its session ended', async () => {
    const answer = await write({ 'x-console-session': session['x-console-session'] })
    expect(answer.status).toBe(401)
    expect(await answer.json()).toMatchObject({ error_code: 'SESSION_ENDED' })
  })

  test('what needs nobody to be signed in goes without key and mark, whatever cookie there is', async () => {
    upstream.seen.length = 0
    const committed = await made.gateway.fetch(
      ownPage('/api/v1/cvms/cvm_1/commit-update', { method: 'POST', body: '{}', headers: { cookie: session.cookie } }),
    )
    expect(committed.status).toBe(200)
    expect(upstream.seen[0]?.headers).not.toHaveProperty('x-api-key')
  })
})

describe('the same-origin rule', () => {
  const write = (headers: Record<string, string>, env: Record<string, string> = {}) =>
    liveGateway({ PHALA_CLOUD_API_PREFIX: `${upstream.url}/api/v1`, ...env }).gateway.fetch(
      new Request(`${origin}/api/v1/cvms/cvm_1/restart`, {
        method: 'POST',
        headers: { host: '127.0.0.1:4173', 'x-api-key': 'k', ...headers },
      }),
    )

  test.each([
    [{ 'sec-fetch-site': 'same-origin' }, 200],
    [{ 'sec-fetch-site': 'same-site' }, 403],
    [{ 'sec-fetch-site': 'cross-site' }, 403],
    [{ 'sec-fetch-site': 'none' }, 403],
    [{ origin: 'http://127.0.0.1:4173' }, 200],
    [{ origin: 'http://127.0.0.1:9999' }, 403],
    [{ origin: 'https://evil.example.org' }, 403],
    [{ origin: 'null' }, 403],
    [{}, 200],
  ])('a write with %j is answered %i', async (headers, status) => {
    expect((await write(headers as Record<string, string>)).status).toBe(status)
  })

  test('behind a proxy the public origin counts', async () => {
    const env = { PUBLIC_ORIGIN: 'https://console.example.org' }
    expect((await write({ origin: 'https://console.example.org' }, env)).status).toBe(200)
    expect((await write({ origin: 'https://other.example.org' }, env)).status).toBe(403)
  })

  test('a page elsewhere does not read with the session either', async () => {
    const answer = await made.gateway.fetch(ownPage('/api/v1/auth/me', { headers: { ...session, 'sec-fetch-site': 'same-site' } }))
    expect(answer.status).toBe(401)
    expect(upstream.seen).toEqual([])
  })
})

describe('what comes back', () => {
  test('neither cookies nor policies of the upstream', async () => {
    const { headers } = await page('/auth/me')
    for (const name of ['set-cookie', 'access-control-allow-origin', 'server']) expect(headers.has(name)).toBe(false)
    expect(headers.get('content-security-policy')).not.toContain('*')
    expect(headers.get('cache-control')).toBe('no-store')
  })

  test('unusual status codes, bodies and the request id of the upstream, unchanged', async () => {
    const answer = await page('/cvms/needs-hash', { method: 'PATCH', body: '{}' })
    expect(answer.status).toBe(465)
    expect(answer.headers.get('x-request-id')).toBe('req-42')
    expect(await answer.json()).toEqual({ error_code: 'ERR-01-005', message: 'register', details: [] })
    expect(made.lines.at(-1)).toMatch(/^PATCH \/api\/v1\/cvms\/\{cvm_id\} 465 \d+ms req-42$/)
  })

  test('the time by which the upstream wrote its times, and when it may be asked again', async () => {
    const { headers } = await page('/cvms/in-another-time')
    expect(headers.get('date')).toBe('Sat, 01 Mar 2031 08:00:00 GMT')
    expect(headers.get('retry-after')).toBe('Sat, 01 Mar 2031 09:00:00 GMT')
  })

  test('a redirect is not followed', async () => {
    const answer = await page('/cvms/moved')
    expect(answer.status).toBe(502)
    expect(answer.headers.has('location')).toBe(false)
    expect(await answer.json()).toMatchObject({ error_code: 'GATEWAY_UPSTREAM_REDIRECT' })
  })

  test('an upstream that is too slow or hangs up is told apart', async () => {
    expect((await page('/cvms/hangs')).status).toBe(504)
    expect((await page('/cvms/drops')).status).toBe(502)
  })

  test('an event stream passes event by event and outlives the timeout', async () => {
    const ender = new AbortController()
    const answer = await made.gateway.fetch(
      ownPage('/api/v1/cvms/streams/state?target=running', {
        headers: { 'x-api-key': 'phak_own', accept: 'text/event-stream' },
        signal: ender.signal,
      }),
    )
    const reader = answer.body!.getReader() // a stream always has a body
    expect(new TextDecoder().decode((await reader.read()).value)).toContain('"n":1')
    // The other request times out after this one began; the stream must still be open then.
    await page('/cvms/hangs')
    const next = reader.read()
    expect(await Promise.race([next.then(() => 'ended'), Promise.resolve('open')])).toBe('open')
    ender.abort()
    await expect(next).rejects.toThrow()
  })
})
