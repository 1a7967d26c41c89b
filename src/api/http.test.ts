import { someHash } from '@/domain/testing/hashes.ts'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import * as z from 'zod/mini'
import { fetchSession, signIn, signOut } from './account.ts'
import { commitUpdate } from './cvms.ts'
import { requestText } from './http-text.ts'
import { requestJson } from './http.ts'
import { recordRequests } from './session/page-record.ts'
import { pageSession, type SeenRequest } from './session/page-session.ts'
import { sessionChanged } from './session/session-changed.ts'
import { signedOut } from './signed-out.ts'
import { writeRefusals } from './session/write-refusals.ts'
import { endSessionState } from '@/lib/session-state.ts'

const anything = z.unknown()

/** Answers of the server, first come first served; what was asked is kept. */
let answers: (() => Response)[]
let asked: Request[]
const json = (body: unknown, status = 200, headers: Record<string, string> = {}) =>
  answers.push(() => Response.json(body, { status, headers }))

beforeEach(() => {
  answers = []
  asked = []
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
    asked.push(new Request(`http://console.test${path}`, init))
    const answer = answers.shift()
    return answer ? Promise.resolve(answer()) : Promise.reject(new TypeError('no answer'))
  })
})
afterEach(() => {
  vi.unstubAllGlobals()
  pageSession.speakFor(null)
  sessionChanged.end()
  signedOut.end()
})

const markOf = (request: Request | undefined) => request?.headers.get('x-console-session')
const readCvm = (cvmId = 'cvm_1') => requestJson('GET /api/v1/cvms/{cvm_id}', anything, { path: { cvm_id: cvmId } })

describe('an address', () => {
  test('holds every part encoded, whatever an id is made of', async () => {
    json({})
    await readCvm('a/../b?c#d')
    expect(new URL(asked[0]!.url).pathname).toBe('/api/v1/cvms/a%2F..%2Fb%3Fc%23d')
  })
})

describe('a web page in place of an answer', () => {
  test.each([200, 401, 403])('with status %i asks for no key and is not taken for the API', async (status) => {
    answers.push(() => new Response('<html>Log in</html>', { status, headers: { 'content-type': 'text/html' } }))
    await expect(readCvm()).rejects.toMatchObject({ kind: 'intercepted' })
    expect(signedOut.snapshot()).toBe(false)
  })

  test.each([
    [401, ''],
    [403, 'error code: 1020'],
    [401, '{"error":"login required"}'],
    [403, '[]'],
  ])('is no more wanted than a bare %i with %o: the key was not asked about', async (status, body) => {
    answers.push(() => new Response(body, { status }))
    await expect(readCvm()).rejects.toMatchObject({ kind: 'intercepted', status })
    expect(signedOut.snapshot()).toBe(false)
  })

  test('is no stored file either', async () => {
    answers.push(() => new Response('<html>Log in</html>', { headers: { 'content-type': 'text/html' } }))
    const file = requestText('GET /api/v1/cvms/{cvm_id}/compose_file', { path: { cvm_id: 'cvm_1' }, query: { raw: 1 } })
    await expect(file).rejects.toMatchObject({ kind: 'intercepted' })
  })
})

describe('for whom a page speaks', () => {
  test('the session that it heard of first, in every request but those that need none', async () => {
    json({ signedIn: true, mark: 'mark-a' })
    await fetchSession()
    json({})
    await readCvm()
    json({})
    await requestJson('POST /api/v1/cvms/{cvm_id}/commit-update', anything, { path: { cvm_id: 'cvm_1' }, body: {}, withoutSession: true })
    expect(asked.map(markOf)).toEqual([null, 'mark-a', null])
    expect(sessionChanged.snapshot()).toBe(false)
  })

  test('a later one is not taken over in silence', async () => {
    json({ signedIn: true, mark: 'mark-a' })
    await fetchSession()
    json({ signedIn: true, mark: 'mark-b' })
    await fetchSession()
    expect(sessionChanged.snapshot()).toBe(true)
    expect(pageSession.mark()).toBe('mark-a')
  })

  test('a key that is entered here changes it, and signing out ends it', async () => {
    pageSession.speakFor('mark-a')
    json({ signedIn: true, mark: 'mark-b' })
    await signIn('phak_b')
    expect(pageSession.mark()).toBe('mark-b')
    answers.push(() => new Response(null, { status: 204 }))
    await signOut()
    expect(markOf(asked[1])).toBe('mark-b')
    expect(pageSession.mark()).toBeNull()
  })

  test('a request that the gateway refuses for another session says so by its kind, and asks for no key', async () => {
    pageSession.speakFor('mark-a')
    json({ error_code: 'SESSION_CHANGED', message: 'no' }, 409)
    await expect(readCvm()).rejects.toMatchObject({ kind: 'session-changed', status: 409, isUncertain: false })
    expect(sessionChanged.snapshot()).toBe(true)
    expect(signedOut.snapshot()).toBe(false)
  })

  test('a refusal of the mark before says nothing about the present one', async () => {
    pageSession.speakFor('mark-a')
    answers.push(() => {
      pageSession.speakFor('mark-b') // the person signed in again meanwhile
      return Response.json({ error_code: 'SESSION_CHANGED', message: 'no' }, { status: 409 })
    })
    await expect(readCvm()).rejects.toMatchObject({ kind: 'session-changed' })
    expect(sessionChanged.snapshot()).toBe(false)
  })

  test('a session that ended elsewhere asks for a key', async () => {
    pageSession.speakFor('mark-a')
    json({ error_code: 'SESSION_ENDED', message: 'no' }, 401)
    await expect(readCvm()).rejects.toMatchObject({ kind: 'signed-out', code: 'SESSION_ENDED' })
    expect(signedOut.snapshot()).toBe(true)
  })
})

describe('what is remembered of requests', () => {
  const remembered = async (ask: () => Promise<unknown>) => {
    const all: SeenRequest[] = []
    const stop = pageSession.observe({ saw: (seen) => all.push(seen) })
    await ask().catch(() => {})
    stop()
    return all
  }

  test('route, ids and times, and nothing of path, body or headers', async () => {
    const secret = 'canary-7c1d'
    pageSession.speakFor(secret)
    const headers = { 'x-request-id': 'req-1', date: 'Sun, 01 Mar 2026 08:00:00 GMT', 'x-other': secret }
    json({ correlation_id: 'corr-1', status: 'in_progress', note: secret }, 202, headers)
    const all = await remembered(() =>
      requestJson('PATCH /api/v1/cvms/{cvm_id}', anything, { path: { cvm_id: secret }, query: { q: secret }, body: { secret } }),
    )
    expect(all).toEqual([
      {
        route: 'PATCH /api/v1/cvms/{cvm_id}',
        status: 202,
        requestId: 'req-1',
        correlationId: 'corr-1',
        startedAt: expect.any(Number),
        durationMs: expect.any(Number),
        serverDate: 'Sun, 01 Mar 2026 08:00:00 GMT',
      },
    ])
    expect(JSON.stringify(all)).not.toContain(secret)
  })

  test('each once, however it ended', async () => {
    expect(await remembered(() => readCvm())).toMatchObject([{ status: 0, requestId: null }])
    json({ detail: 'no' }, 404)
    expect(await remembered(() => readCvm())).toMatchObject([{ status: 404 }])
    answers.push(() => new Response('<html>', { status: 200 }))
    expect(await remembered(() => readCvm())).toMatchObject([{ status: 200, correlationId: null }])
  })
})

describe('the version that is asked for', () => {
  const versionsAsked = () => asked.map(({ headers }) => headers.get('x-phala-version'))
  afterEach(() => pageSession.speakFor('another'))

  test('is the newest of CVMs, and the one of a KMS for a KMS', async () => {
    json({})
    await readCvm()
    json({})
    await requestJson('GET /api/v1/kms/{kms_id}', anything, { path: { kms_id: 'kms_1' } })
    expect(versionsAsked()).toEqual(['2026-05-22', '2026-06-23'])
  })

  test.each([400, 406, 422])('is the older one for the rest of a session whose server refuses it with %i', async (status) => {
    json({ detail: 'what is that' }, status)
    json({ id: 'cvm_1' })
    expect(await readCvm()).toEqual({ id: 'cvm_1' })
    json({})
    await readCvm()
    json({})
    await requestJson('GET /api/v1/kms/{kms_id}', anything, { path: { kms_id: 'kms_1' } })
    expect(versionsAsked()).toEqual(['2026-05-22', '2026-01-21', '2026-01-21', '2026-01-21'])
    // Whoever signs in next begins anew.
    pageSession.speakFor('somebody else')
    json({})
    await readCvm()
    expect(versionsAsked().at(-1)).toBe('2026-05-22')
  })

  test('is learnt by each of the reads that a page begins with, although another one learns it first', async () => {
    const once = globalThis.fetch
    let release: () => void = () => {}
    const held = new Promise<void>((resolve) => (release = resolve))
    vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
      const answer = await once(path, init)
      if (path.endsWith('/slow') && answer.status === 422) await held
      return answer
    })
    json({ detail: 'what is that' }, 422)
    const slow = readCvm('slow')
    json({ detail: 'what is that' }, 422)
    json({ id: 'quick' })
    expect(await readCvm('quick')).toEqual({ id: 'quick' })
    json({ id: 'slow' })
    release()
    expect(await slow).toEqual({ id: 'slow' })
  })

  test('is not to blame for a refusal once another read was answered in it, and is not unlearnt', async () => {
    const once = globalThis.fetch
    let release: () => void = () => {}
    const held = new Promise<void>((resolve) => (release = resolve))
    vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
      const answer = await once(path, init)
      if (answer.status === 422) await held
      return answer
    })
    json({ detail: 'no such name' }, 422)
    const slow = readCvm('slow')
    json({ id: 'quick' })
    await readCvm('quick')
    release()
    await expect(slow).rejects.toMatchObject({ status: 422 })
    json({})
    await readCvm()
    expect(versionsAsked()).toEqual(['2026-05-22', '2026-05-22', '2026-05-22'])
  })

  test('is not learnt from a page of somebody in between', async () => {
    answers.push(() => new Response('<html>Log in</html>', { headers: { 'content-type': 'text/html' } }))
    await expect(readCvm()).rejects.toMatchObject({ kind: 'intercepted' })
    json({ detail: 'what is that' }, 406)
    json({ id: 'cvm_1' })
    expect(await readCvm()).toEqual({ id: 'cvm_1' })
    expect(versionsAsked()).toEqual(['2026-05-22', '2026-05-22', '2026-01-21'])
  })

  test('of a KMS is only the best: a server that knows the CVMs’ and not this one is asked in the CVMs’', async () => {
    json({})
    await readCvm()
    json({ detail: 'what is that' }, 400)
    json({ slug: 'kms-a' })
    expect(await requestJson('GET /api/v1/kms/{kms_id}', anything, { path: { kms_id: 'kms_1' } })).toEqual({ slug: 'kms-a' })
    json({})
    await readCvm()
    expect(versionsAsked()).toEqual(['2026-05-22', '2026-06-23', '2026-05-22', '2026-05-22'])
  })

  test('of a commit is the older one, whatever came before, and says nothing about the others', async () => {
    json({ correlation_id: 'c1' }, 202)
    await commitUpdate('cvm_1', { commitToken: 't', composeHash: someHash('c'), transactionHash: null })
    json({})
    await readCvm()
    expect(versionsAsked()).toEqual(['2026-01-21', '2026-05-22'])
  })

  test('is not to blame for what the older one refuses too, nor once it was answered', async () => {
    json({ detail: 'no' }, 400)
    json({ detail: 'no' }, 400)
    await expect(readCvm()).rejects.toMatchObject({ status: 400 })
    json({})
    await readCvm()
    json({ detail: 'no' }, 400)
    await expect(readCvm()).rejects.toMatchObject({ status: 400 })
    expect(versionsAsked()).toEqual(['2026-05-22', '2026-01-21', '2026-05-22', '2026-05-22'])
  })

  test('is never a reason to repeat a write', async () => {
    json({ detail: 'no' }, 422)
    await expect(requestJson('PATCH /api/v1/cvms/{cvm_id}', anything, { path: { cvm_id: 'cvm_1' }, body: {} })).rejects.toMatchObject({
      status: 422,
    })
    expect(asked).toHaveLength(1)
  })
})

describe('an answer that comes after the session has ended', () => {
  test('is heard by nobody who came since', async () => {
    const before = recordRequests()
    const answerTo: ((response: Response) => void)[] = []
    vi.stubGlobal('fetch', () => new Promise<Response>((resolve) => answerTo.push(resolve)))
    const reading = requestJson('GET /api/v1/cvms/{cvm_id}', z.looseObject({ id: z.string() }), { path: { cvm_id: 'cvm_1' } })
    const writing = requestJson('PATCH /api/v1/cvms/{cvm_id}', anything, { path: { cvm_id: 'cvm_1' }, body: {} })
    const ends = Promise.allSettled([reading, writing])
    before.stop()
    endSessionState()
    const after = recordRequests()
    answerTo[0]!(Response.json({ id: 7 }))
    answerTo[1]!(Response.json({ error_code: 'FORBIDDEN', message: 'no' }, { status: 403 }))
    expect(await ends).toMatchObject([{ reason: { kind: 'not-understood' } }, { reason: { kind: 'not-permitted' } }])
    expect(writeRefusals.has('cvm_1')).toBe(false)
    expect(pageSession.current().answered()).toBeNull()
    expect(after.requests.entries()).toEqual([])
    expect(after.report.snapshot()).toEqual([])
    after.stop()
  })
})

describe('what was not understood', () => {
  test('names an answer that is no JSON, and the version in which it came', async () => {
    const record = recordRequests()
    json({ detail: 'what is that' }, 422)
    answers.push(() => new Response('{"id": "cvm_', { headers: { 'content-type': 'application/json' } }))
    const schema = z.looseObject({ id: z.string() })
    const read = requestJson('GET /api/v1/cvms/{cvm_id}', schema, { path: { cvm_id: 'cvm_1' } })
    await expect(read).rejects.toMatchObject({ kind: 'not-understood' })
    expect(record.report.snapshot()).toMatchObject([{ version: '2026-01-21', path: 'the answer', found: 'string', lost: 'answer' }])
    record.stop()
    pageSession.speakFor('another')
  })

  test('is kept for the report by place, once, and never by value', async () => {
    const record = recordRequests()
    try {
      const schema = z.looseObject({ id: z.string(), size: z.nullish(z.number()) })
      for (const id of ['cvm_1', 'cvm_1', 'cvm_2']) {
        json({ id, size: 'canary-secret' })
        expect(await requestJson('GET /api/v1/cvms/{cvm_id}', schema, { path: { cvm_id: id } })).toEqual({ id })
      }
      json({ size: 4 })
      await expect(requestJson('GET /api/v1/cvms/{cvm_id}', schema, { path: { cvm_id: 'cvm_3' } })).rejects.toMatchObject({
        kind: 'not-understood',
      })
      const entries = record.report.snapshot()
      expect(entries).toMatchObject([
        { route: 'GET /api/v1/cvms/{cvm_id}', version: '2026-05-22', path: 'size', expected: 'number', found: 'string', lost: 'field' },
        { path: 'id', found: 'nothing', lost: 'answer' },
      ])
      expect([...entries[0]!.about]).toEqual(['cvm_1', 'cvm_2'])
      expect(JSON.stringify(entries)).not.toContain('canary-secret')
    } finally {
      record.stop()
    }
  })
})
