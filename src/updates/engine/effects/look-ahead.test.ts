import { expect, test } from 'vitest'
import { ApiError } from '@/api/api-error.ts'
import type { UpdateAnswer } from '@/api/cvms.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { hashText } from '@/domain/compose-hash.ts'
import { systemClock } from '@/lib/clock.ts'
import type { EffectTools } from './effect-tools.ts'
import { lookAhead } from './look-ahead.ts'
import { runEffect } from './run-effect.ts'
import type { Submission, Ticket, UpdateEvent, UpdateState } from '../update-machine.ts'
import { usualPace, type UpdateWorld } from '../update-world.ts'

const appId = 'aa'.repeat(20)
const manifestOf = (file: string) => JSON.stringify({ docker_compose_file: file })
const submission: Submission = {
  write: { kind: 'patch', patch: { docker_compose_file: 'wanted' } },
  wanted: { composeYaml: 'wanted' },
  startedAt: '2026-03-01T12:00:00.000Z',
  before: { operations: [], serverTime: null },
}
const submitting: UpdateState = { step: 'submitting', submission }

/** A server that stores one file, counts how often that and its operations are read, and answers the request as it is told. */
function serverWith(file: string, answer: () => Promise<UpdateAnswer>) {
  let reads = 0
  let lists = 0
  const api = {
    updateCvm: answer,
    fetchOperations: async () => {
      lists += 1
      return { items: [{ correlationId: `op-${lists}` }], unreadable: 0 }
    },
    fetchRawAppCompose: async () => {
      reads += 1
      return manifestOf(file)
    },
    fetchCvm: async () => ({ composeHash: await hashText(manifestOf(file)) }) as Cvm,
  }
  return { api, reads: () => reads, lists: () => lists }
}

function toolsFor(api: object, events: UpdateEvent[], stop = new AbortController()): EffectTools {
  const registration = async () => ({ allowed: false, transactionHash: null })
  const world = { api, clock: systemClock, pace: usualPace, serverClock: { toServer: () => null }, chain: async () => ({ registration }) }
  return {
    world: world as unknown as UpdateWorld,
    cvm: { id: 'cvm_1', appId, kms: { chainId: 31337 } } as EffectTools['cvm'],
    wanted: submission.wanted,
    before: null,
    sent: null,
    ahead: {},
    signal: stop.signal,
    chainTrouble: () => {},
    apiTrouble: () => {},
    operationRead: () => {},
    report: (event) => {
      events.push(event)
      if (event.type === 'judged') stop.abort(new Error('seen'))
    },
  }
}

/** What the page does before it applies. */
function look(tools: EffectTools, { changesComposeHash = true } = {}) {
  tools.ahead = lookAhead(tools.world, tools.cvm, { cvm: tools.world.api.fetchCvm(tools.cvm.id), changesComposeHash })
}

/** From the page's look to the verdict on the hash that the server's answer names. */
async function judged(composeHash: Ticket['composeHash']) {
  const required = {
    composeHash,
    appId,
    appContract: `0x${appId}` as const,
    deviceId: null,
    chainId: 31337,
    kmsContract: null,
    kmsSlug: null,
    prepared: null,
  }
  const server = serverWith('before', async () => ({ type: 'hash-required', required }))
  const events: UpdateEvent[] = []
  const stop = new AbortController()
  const tools = toolsFor(server.api, events, stop)
  look(tools)
  await runEffect(submitting, tools)
  const asked = events.find((event) => event.type === 'hashRequiredBy')!
  await runEffect({ step: 'hashRequired', ticket: asked.ticket, verdict: null }, tools).catch(() => {})
  return { verdict: events.find((event) => event.type === 'judged')?.verdict, reads: server.reads(), ahead: tools.ahead }
}

test('a hash that what was read before the request leads to is proven by it, and nothing is read again', async () => {
  const { verdict, reads, ahead } = await judged(await hashText(manifestOf('wanted')))
  expect(verdict).toEqual({ kind: 'proven' })
  expect(reads).toBe(1)
  expect(ahead).not.toHaveProperty('hashes')
})

test('any other is judged by what runs after the answer, and not by what was read before it', async () => {
  const { verdict, reads, ahead } = await judged(await hashText(manifestOf('somebody else’s')))
  expect(verdict).toEqual({ kind: 'mismatch', ours: await hashText(manifestOf('wanted')), leftOut: null })
  expect(reads).toBe(2)
  expect(ahead).not.toHaveProperty('hashes')
})

test('what was computed beside one request proves nothing of another', async () => {
  const noAnswer = new ApiError({ kind: 'unreachable', status: 0, method: 'PATCH', message: 'No answer came.' })
  const server = serverWith('before', () => Promise.reject(noAnswer))
  const events: UpdateEvent[] = []
  const tools = toolsFor(server.api, events)
  look(tools)
  await runEffect(submitting, tools)
  tools.wanted = { composeYaml: 'something else' }
  const ticket = { composeHash: await hashText(manifestOf('wanted')), appId, chainId: 31337 } as Ticket
  await runEffect({ step: 'hashRequired', ticket, verdict: null }, tools).catch(() => {})
  expect(events.find((event) => event.type === 'judged')?.verdict).toMatchObject({ kind: 'mismatch' })
})

test('what a change outside the manifest, or a key server without a contract, needs no proof for is not read', async () => {
  const { api, reads } = serverWith('before', () => Promise.reject(new Error('nothing is sent here')))
  const tools = toolsFor(api, [])
  look(tools, { changesComposeHash: false })
  tools.cvm = { ...tools.cvm, kms: { ...tools.cvm.kms, chainId: null } }
  look(tools)
  expect(reads()).toBe(0)
})

const { before: _unread, ...unsent } = submission
const unsentYet: UpdateState = { step: 'submitting', submission: unsent }

/** The first operation that is in the list which the request is told from, looked at so many milliseconds after it was asked for. */
async function listAfter(ms: number, times = 1) {
  const { api, lists } = serverWith('before', () => Promise.reject(new Error('nothing is sent here')))
  const events: UpdateEvent[] = []
  const tools = toolsFor(api, events)
  let now = 0
  tools.world = { ...tools.world, clock: { ...systemClock, now: () => new Date(now) } }
  look(tools)
  now = ms
  for (let time = 0; time < times; time++) await runEffect(unsentYet, tools)
  return { lists: lists(), befores: events.flatMap((event) => (event.type === 'readBefore' ? [event.before.operations] : [])) }
}

test('the list of operations that was asked for a moment before Apply is the one that the request is told from', async () => {
  expect(await listAfter(0)).toEqual({ lists: 1, befores: [['op-1']] })
  expect(await listAfter(5_000)).toEqual({ lists: 1, befores: [['op-1']] })
})

test('an older one, one of a clock that was set back, and one that served already are read anew', async () => {
  expect(await listAfter(5_001)).toEqual({ lists: 2, befores: [['op-2']] })
  expect(await listAfter(-1)).toEqual({ lists: 2, befores: [['op-2']] })
  expect(await listAfter(0, 2)).toEqual({ lists: 2, befores: [['op-1'], ['op-2']] })
})

test('a list that the server turned away ahead is asked for again after the wait that it asked for', async () => {
  const { api, lists } = serverWith('before', () => Promise.reject(new Error('nothing is sent here')))
  const isTooMany = new ApiError({ kind: 'too-many-requests', status: 429, method: 'GET', message: 'later', retryAfterSeconds: 7 })
  const answers = [() => Promise.reject(isTooMany), api.fetchOperations]
  const events: UpdateEvent[] = []
  const waits: number[] = []
  const tools = toolsFor({ ...api, fetchOperations: () => answers.shift()!() }, events)
  const wait = (ms: number, signal?: AbortSignal) => {
    if (ms > 7_500) return systemClock.wait(ms, signal) // the time that one fact is given
    waits.push(ms)
    return Promise.resolve()
  }
  tools.world = { ...tools.world, clock: { ...systemClock, wait } }
  look(tools)
  await runEffect(unsentYet, tools)
  expect(waits).toEqual([7_000])
  expect(lists()).toBe(1)
  expect(events).toMatchObject([{ type: 'readBefore', before: { operations: ['op-1'] } }])
})
