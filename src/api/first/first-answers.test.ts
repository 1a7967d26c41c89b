import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import * as z from 'zod/mini'
import { requestJson } from '../http.ts'
import { pageSession, type SeenRequest } from '../session/page-session.ts'
import { type FirstAnswer, firstKey, forgetFirstAnswers } from './first-answers.ts'

const address = '/api/v1/cvms/cvm_1'
const readCvm = (options: { signal?: AbortSignal; headers?: Record<string, string> } = {}) =>
  requestJson('GET /api/v1/cvms/{cvm_id}', z.unknown(), { path: { cvm_id: 'cvm_1' }, ...options })

let asked: string[]
beforeEach(() => {
  asked = []
  vi.stubGlobal('fetch', (path: string, { signal }: RequestInit) => {
    signal?.throwIfAborted()
    asked.push(path)
    return Promise.resolve(Response.json('asked for by the page'))
  })
  globalThis.firstAnswers = new Map()
  pageSession.speakFor('mine')
})
afterEach(() => {
  vi.unstubAllGlobals()
  delete globalThis.firstAnswers
  pageSession.speakFor(null)
})

function cameFirst(key: string, first: Partial<FirstAnswer> = {}) {
  const response = Promise.resolve(Response.json('came first'))
  globalThis.firstAnswers!.set(key, { startedAt: Date.now(), sentAt: performance.now(), answeredAt: null, response, ...first })
}

describe('what was asked for before the page was there', () => {
  test('is its answer, once', async () => {
    cameFirst(firstKey(address, 'mine'))
    expect(await readCvm()).toBe('came first')
    expect(asked).toEqual([])
    expect(await readCvm()).toBe('asked for by the page')
  })

  test.each([
    ['in the name of another session', firstKey(address, 'another')],
    ['in nobody’s name', firstKey(address, null)],
    ['in another version', firstKey(address, 'mine', '2026-01-21')],
    ['of another address', firstKey('/api/v1/cvms/cvm_2', 'mine')],
  ])('%s is no answer', async (_, key) => {
    cameFirst(key)
    expect(await readCvm()).toBe('asked for by the page')
  })

  test('is asked for again when it is old', async () => {
    cameFirst(firstKey(address, 'mine'), { sentAt: performance.now() - 10_001 })
    expect(await readCvm()).toBe('asked for by the page')
  })

  test('is asked for again when it failed', async () => {
    const response = Promise.reject(new TypeError('no answer'))
    cameFirst(firstKey(address, 'mine'), { response })
    expect(await readCvm()).toBe('asked for by the page')
  })

  test('counts from when it was asked for to when it was there: the server’s clock is learnt from both', async () => {
    const sentAt = performance.now() - 5_000
    cameFirst(firstKey(address, 'mine'), { startedAt: 1_000, sentAt, answeredAt: sentAt + 300 })
    const seen: SeenRequest[] = []
    const stop = pageSession.observe({ saw: (request) => seen.push(request) })
    await readCvm()
    stop()
    expect(seen).toMatchObject([{ startedAt: 1_000, durationMs: 300, status: 200 }])
  })

  test('ends with the session', async () => {
    cameFirst(firstKey(address, 'mine'))
    forgetFirstAnswers()
    expect(await readCvm()).toBe('asked for by the page')
  })

  test('is not waited for any longer than somebody wants it, and then nothing is asked for either', async () => {
    cameFirst(firstKey(address, 'mine'), { response: new Promise(() => {}) })
    const wanted = new AbortController()
    const read = readCvm({ signal: wanted.signal })
    wanted.abort(new Error('left'))
    await expect(read).rejects.toThrow('left')
    await expect(readCvm({ signal: wanted.signal })).rejects.toThrow('left')
    expect(asked).toEqual([])
  })

  test('is none where something else is asked for than usual', async () => {
    cameFirst(firstKey(address, 'mine'))
    expect(await readCvm({ headers: { Accept: 'text/event-stream' } })).toBe('asked for by the page')
  })

  test('is none for a write', async () => {
    cameFirst(firstKey(address, 'mine'))
    await requestJson('PATCH /api/v1/cvms/{cvm_id}', z.unknown(), { path: { cvm_id: 'cvm_1' }, body: {} })
    expect(asked).toEqual([address])
  })
})
