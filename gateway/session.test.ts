import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { OpenedSessions, readSession, sealSession, sessionCookie } from './session.ts'
import { readSettings } from './settings.ts'
import { answerSession } from './sign-in.ts'
import { cookieOf, json, liveGateway, origin, ownPage, pageHeaders, post, startTestUpstream } from './testing/upstream.ts'

const canary = 'phak_canary_7c1d'
let upstream: Awaited<ReturnType<typeof startTestUpstream>>
let answerStatus = 200
let answersWithPage = false

beforeAll(async () => {
  upstream = await startTestUpstream((_request, response) => {
    if (answersWithPage) response.writeHead(answerStatus, { 'content-type': 'text/html; charset=utf-8' }).end('<html>Log in</html>')
    else json(response, answerStatus, { user: { username: 'ada' } })
  })
})
beforeEach(() => {
  answerStatus = 200
  answersWithPage = false
  upstream.seen.length = 0
})
afterAll(() => upstream.stop())

const prefix = () => `${upstream.url}/api/v1`
const make = (env: Record<string, string> = {}, options: Parameters<typeof liveGateway>[1] = {}) =>
  liveGateway({ PHALA_CLOUD_API_PREFIX: prefix(), ...env }, options)
const signIn = (made: ReturnType<typeof make>, apiKey = canary) => made.gateway.fetch(ownPage('/session', post({ apiKey })))
const whoAmI = async (made: ReturnType<typeof make>, cookie: string) =>
  (await made.gateway.fetch(ownPage('/session', { headers: { cookie } }))).json() as Promise<unknown>

test('signing in checks the key upstream and seals it where scripts cannot read it', async () => {
  const made = make()
  const answer = await signIn(made)
  expect(answer.status).toBe(200)
  expect(await answer.json()).toMatchObject({ signedIn: true, userKnown: true })
  expect(upstream.seen[0]).toMatchObject({
    method: 'GET',
    url: '/api/v1/auth/me',
    headers: { 'x-api-key': canary, 'x-phala-version': '2026-01-21' },
  })
  const cookie = answer.headers.get('set-cookie') ?? ''
  for (const part of ['HttpOnly', 'SameSite=Strict', 'Path=/', 'Max-Age=43200']) expect(cookie).toContain(part)
  expect(cookie).not.toContain('Secure') // loopback
  expect(cookie).not.toContain(canary)
  expect(await whoAmI(made, cookieOf(answer))).toMatchObject({ signedIn: true })
})

test('away from loopback the cookie is for https only, and for this host alone', async () => {
  const made = make({ PUBLIC_ORIGIN: 'https://console.example.org' })
  const answer = await signIn(made)
  const cookie = answer.headers.get('set-cookie') ?? ''
  expect(cookie).toMatch(/^__Host-cvm-console-live-[0-9a-f]{10}=\S+; /)
  expect(cookie).toContain('; Secure')
  expect(cookie).toContain('; Path=/;')
  expect(cookie).not.toContain('Domain')
  expect(await whoAmI(made, cookieOf(answer))).toMatchObject({ signedIn: true })
})

test('a key that the API refuses signs nobody in', async () => {
  for (const status of [401, 403]) {
    answerStatus = status
    const answer = await signIn(make())
    expect(answer.status).toBe(401)
    expect(answer.headers.get('set-cookie')).toBeNull()
    expect(await answer.json()).toMatchObject({ error_code: 'GATEWAY_KEY_REFUSED' })
  }
})

test('an upstream without auth/me still lets people in, and says that the user is unknown', async () => {
  for (const status of [404, 501]) {
    answerStatus = status
    const answer = await signIn(make())
    expect(await answer.json()).toMatchObject({ signedIn: true, userKnown: false })
  }
})

test.each([200, 401, 403, 404, 302])(
  'a page of something in between with status %i is no word about the key, and signs nobody in',
  async (status) => {
    answerStatus = status
    answersWithPage = true
    const answer = await signIn(make())
    expect(answer.status).toBe(502)
    expect(answer.headers.get('set-cookie')).toBeNull()
    expect(await answer.json()).toMatchObject({ error_code: 'GATEWAY_INTERCEPTED' })
  },
)

test('an upstream that fails or cannot be reached is a 502, not a wrong key', async () => {
  answerStatus = 500
  expect((await signIn(make())).status).toBe(502)
  expect((await signIn(make({ PHALA_CLOUD_API_PREFIX: 'http://127.0.0.1:9/api/v1' }))).status).toBe(502)
})

test('a body that is no key is refused before anyone is asked', async () => {
  const { gateway } = make()
  for (const body of [
    '',
    'null',
    '{}',
    '{"apiKey":""}',
    '{"apiKey":"two words"}',
    '{"apiKey":"line\\nbreak"}',
    `{"apiKey":"${'x'.repeat(600)}"}`,
  ]) {
    expect((await gateway.fetch(ownPage('/session', { method: 'POST', body }))).status).toBe(400)
  }
  expect(upstream.seen).toEqual([])
})

test('a session ends after twelve hours by the clock of the server', async () => {
  let now = new Date('2026-03-01T08:00:00Z')
  const made = make({}, { now: () => now })
  const cookie = cookieOf(await signIn(made))
  now = new Date('2026-03-01T19:59:59Z')
  expect(await whoAmI(made, cookie)).toEqual({
    signedIn: true,
    mark: expect.stringMatching(/^[\w-]{22}$/),
    issuedAt: '2026-03-01T08:00:00.000Z',
    expiresAt: '2026-03-01T20:00:00.000Z',
  })
  now = new Date('2026-03-01T20:00:01Z')
  expect(await whoAmI(made, cookie)).toEqual({ signedIn: false })
})

test('a session is void for another upstream, another secret, and when a byte differs', async () => {
  const cookie = cookieOf(await signIn(make()))
  expect(await whoAmI(make(), cookie)).toMatchObject({ signedIn: true })
  const other = make({ PHALA_CLOUD_API_PREFIX: 'https://other.example.org/api/v1' })
  const otherName = cookieOf(await other.gateway.fetch(ownPage('/session', { method: 'DELETE' })))
  expect(await whoAmI(other, otherName + cookie.slice(cookie.indexOf('=') + 1))).toEqual({ signedIn: false })
  expect(await whoAmI(make({ SESSION_SECRET: 'another secret of 32 characters!!' }), cookie)).toEqual({ signedIn: false })
  const changed = cookie.slice(0, -5) + (cookie.at(-5) === 'A' ? 'B' : 'A') + cookie.slice(-4)
  expect(await whoAmI(make(), changed)).toEqual({ signedIn: false })
})

test('signing out takes the cookie away', async () => {
  const answer = await make().gateway.fetch(ownPage('/session', { method: 'DELETE' }))
  expect(answer.status).toBe(204)
  expect(answer.headers.get('set-cookie')).toMatch(/^cvm-console-live-[0-9a-f]{10}=; Max-Age=0/)
})

describe('a key that was opened for a request', () => {
  const settings = readSettings({ PHALA_CLOUD_API_PREFIX: 'https://api.example.org/api/v1' })
  const now = new Date('2026-03-01T08:00:00Z')
  const opened = new OpenedSessions()
  const sealed = async (apiKey = canary) => {
    const cookie = sessionCookie((await sealSession(apiKey, settings, now)).token, ownPage('/'), settings).split(';', 1)[0]!
    return (method = 'GET', mark = {}) => ownPage('/session', { method, headers: { cookie, ...mark } })
  }
  const read = (request: Request, at = now) => readSession(request, settings, at, opened)

  beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
  afterEach(() => {
    vi.runAllTimers()
    vi.useRealTimers()
  })

  test('is out of memory after a minute, though nobody asks again', async () => {
    const ask = await sealed()
    expect(await read(ask())).toMatchObject({ apiKey: canary })
    vi.advanceTimersByTime(59_000)
    expect(opened.size).toBe(1)
    expect(await read(ask())).toMatchObject({ apiKey: canary })
    vi.advanceTimersByTime(1_000)
    expect(opened.size).toBe(0)
  })

  test('is out of memory as soon as its person signs out', async () => {
    const [ask, askOther] = [await sealed(), await sealed('phak_other')]
    const mark = (await read(ask()))!.mark // sealed above
    await read(askOther())
    const signOut = ask('DELETE', { 'x-console-session': mark })
    await answerSession(signOut, { settings, opened, now, askWhoAmI: () => Promise.reject(new Error('not asked')) })
    expect(opened.size).toBe(1)
    expect(await read(askOther())).toMatchObject({ apiKey: 'phak_other' })
  })

  test('is not taken from memory past its twelve hours', async () => {
    const ask = await sealed()
    await read(ask())
    expect(await read(ask(), new Date(now.getTime() + 12 * 3_600_000))).toBeNull()
  })

  test('makes room for others: five hundred are kept at most', async () => {
    const { session } = await sealSession(canary, settings, now)
    for (let at = 0; at < 600; at++) opened.add(`token ${at}`, session)
    expect(opened.size).toBe(500)
    expect([opened.get('token 99', now), opened.get('token 100', now)]).toEqual([null, session])
  })
})

describe('the mark of a session', () => {
  test('is told at sign-in and whenever one asks, and holds nothing of key and cookie', async () => {
    const made = make()
    const answer = await signIn(made)
    const { cookie, 'x-console-session': mark } = await pageHeaders(answer)
    expect(await whoAmI(made, cookie)).toMatchObject({ signedIn: true, mark })
    expect(cookie).not.toContain(mark)
    expect(canary).not.toContain(mark)
  })

  test('is another one for each sign-in, with the same key too', async () => {
    const marks = new Set<string>()
    for (let time = 0; time < 3; time++) marks.add((await pageHeaders(await signIn(make())))['x-console-session'])
    expect(marks.size).toBe(3)
  })

  test('of a former session does not sign the present one out', async () => {
    const made = make()
    const former = await pageHeaders(await signIn(made))
    const present = await pageHeaders(await signIn(made))
    const answer = await made.gateway.fetch(ownPage('/session', { method: 'DELETE', headers: { ...former, cookie: present.cookie } }))
    expect(answer.status).toBe(409)
    expect(answer.headers.has('set-cookie')).toBe(false)
    expect((await made.gateway.fetch(ownPage('/session', { method: 'DELETE', headers: present }))).status).toBe(204)
  })
})

describe('the name of the cookie', () => {
  const nameFor = async (env: Record<string, string>, host = '127.0.0.1:4173') => {
    const asked = new Request(`http://${host}/session`, { method: 'DELETE', headers: { host, 'sec-fetch-site': 'same-origin' } })
    return cookieOf(await make(env).gateway.fetch(asked)).split('=')[0]
  }

  test('differs between two consoles on one host, whose ports share cookies', async () => {
    const names = [
      await nameFor({}),
      await nameFor({}, '127.0.0.1:4174'),
      await nameFor({ PHALA_CLOUD_API_PREFIX: 'https://other.example.org/api/v1' }),
      await nameFor({ PUBLIC_ORIGIN: 'https://console.example.org' }),
      await nameFor({ PUBLIC_ORIGIN: 'https://other.example.org' }),
    ]
    expect(new Set(names).size).toBe(names.length)
  })

  test('is the same for two gateways behind one balancer', async () => {
    const env = { PUBLIC_ORIGIN: 'https://console.example.org' }
    expect(await nameFor(env, '10.0.0.1:4173')).toBe(await nameFor(env, '10.0.0.2:4173'))
    expect(await nameFor({}, 'console.example.org')).toBe(await nameFor({}, 'console.example.org'))
  })
})

test('no other site signs anybody in or out', async () => {
  const { gateway } = make()
  for (const method of ['POST', 'DELETE']) {
    const answer = await gateway.fetch(new Request(`${origin}/session`, { method, headers: { 'sec-fetch-site': 'cross-site' } }))
    expect(answer.status).toBe(403)
  }
})

test('whatever form of a finisher link is asked for, its token is in no log line, answer or header', async () => {
  const token = 'canary-5d1e'
  const made = make()
  const link = `/finish#v=1&secret=${token}&sum=1.`
  const once = encodeURIComponent
  const paths = [
    link.replace('#', '%23'),
    link.replace('#', '?'),
    once(link).replace('%2F', '/'),
    once(once(link)).replace('%252F', '/'),
    `/go/${once(`https://console.example.org${link}`)}`,
    `/gone.png%23secret=${token}`,
  ]
  const rooms = ['', '/api', '/api/v1', '/rpc', '/sandbox', '/session', '/assets', '/config.json']
  for (const method of ['GET', 'POST']) {
    for (const path of rooms.flatMap((room) => paths.map((one) => room + one))) {
      const answer = await made.gateway.fetch(ownPage(path, { method }))
      expect(await answer.text(), path).not.toContain(token)
      expect(JSON.stringify([...answer.headers]), path).not.toContain(token)
    }
  }
  expect(made.lines).toHaveLength(2 * rooms.length * paths.length)
  expect(made.lines.join('\n')).not.toContain(token)
  expect(upstream.seen).toEqual([])
})

test('the key is in no log line, answer or header', async () => {
  const made = make()
  const answers = [await signIn(made)]
  const page = await pageHeaders(answers[0]!) // just pushed
  answers.push(
    await made.gateway.fetch(ownPage(`/api/v1/cvms/paginated?token=${canary}`, { headers: page })),
    await made.gateway.fetch(ownPage(`/nowhere.png?key=${canary}`, { headers: { 'x-api-key': canary } })),
    await made.gateway.fetch(ownPage('/session', { headers: page })),
  )
  answerStatus = 401
  answers.push(await signIn(made))
  for (const answer of answers) {
    expect(await answer.text()).not.toContain(canary)
    expect(JSON.stringify([...answer.headers])).not.toContain(canary)
  }
  expect(made.lines).toHaveLength(answers.length)
  expect(made.lines.join('\n')).not.toContain(canary)
  expect(made.lines[1]).toMatch(/^GET \/api\/v1\/cvms\/paginated 200 \d+ms \S+$/)
})
