import { expect, test } from 'vitest'
import { ApiError } from '@/api/api-error.ts'
import type { UpdateAnswer } from '@/api/cvms.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { hashText } from '@/domain/compose-hash.ts'
import { systemClock } from '@/lib/clock.ts'
import type { EffectTools } from './effects/effect-tools.ts'
import { runEffect } from './effects/run-effect.ts'
import type { Submission, Ticket, UpdateEvent, UpdateState } from './update-machine.ts'
import { usualPace, type UpdateWorld } from './update-world.ts'

const appId = 'aa'.repeat(20)
const manifestOf = (file: string) => JSON.stringify({ docker_compose_file: file })
const submission: Submission = {
  write: { kind: 'patch', patch: { docker_compose_file: 'wanted' } },
  wanted: { composeYaml: 'wanted' },
  startedAt: '2026-03-01T12:00:00.000Z',
  before: { operations: [], serverTime: null },
}
const submitting: UpdateState = { step: 'submitting', submission }

/** A server that stores one file, counts how often that is read, and answers the request as it is told. */
function serverWith(file: string, answer: () => Promise<UpdateAnswer>) {
  let reads = 0
  const api = {
    updateCvm: answer,
    fetchOperations: async () => ({ items: [], unreadable: 0 }),
    fetchRawAppCompose: async () => {
      reads += 1
      return manifestOf(file)
    },
    fetchCvm: async () => ({ composeHash: await hashText(manifestOf(file)) }) as Cvm,
  }
  return { api, reads: () => reads }
}

function toolsFor(api: object, ahead: EffectTools['ahead'], events: UpdateEvent[], stop: AbortController): EffectTools {
  const registration = async () => ({ allowed: false, transactionHash: null })
  const world = { api, clock: systemClock, pace: usualPace, serverClock: { toServer: () => null }, chain: async () => ({ registration }) }
  return {
    world: world as unknown as UpdateWorld,
    cvm: { id: 'cvm_1', appId, kms: { chainId: 31337 } } as EffectTools['cvm'],
    wanted: submission.wanted,
    before: null,
    sent: null,
    ahead,
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

/** From the request to the verdict on the hash that its answer names. */
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
  const ahead: EffectTools['ahead'] = {}
  const events: UpdateEvent[] = []
  const stop = new AbortController()
  const tools = toolsFor(server.api, ahead, events, stop)
  await runEffect(submitting, tools)
  const asked = events.find((event) => event.type === 'hashRequiredBy')!
  await runEffect({ step: 'hashRequired', ticket: asked.ticket, verdict: null }, tools).catch(() => {})
  return { verdict: events.find((event) => event.type === 'judged')?.verdict, reads: server.reads(), ahead }
}

test('a hash that what was read beside the request leads to is proven by it, and nothing is read again', async () => {
  const { verdict, reads, ahead } = await judged(await hashText(manifestOf('wanted')))
  expect(verdict).toEqual({ kind: 'proven' })
  expect(reads).toBe(1)
  expect(ahead.judge).toBeUndefined()
})

test('any other is judged by what runs after the answer, and not by what was read before it', async () => {
  const { verdict, reads, ahead } = await judged(await hashText(manifestOf('somebody else’s')))
  expect(verdict).toEqual({ kind: 'mismatch', ours: await hashText(manifestOf('wanted')), leftOut: null })
  expect(reads).toBe(2)
  expect(ahead.judge).toBeUndefined()
})

test.each<[string, () => Promise<UpdateAnswer>]>([
  ['refused', () => Promise.reject(new ApiError({ kind: 'invalid', status: 400, method: 'PATCH', message: 'no' }))],
  ['acceptedBy', async () => ({ type: 'accepted', correlationId: 'op-1' })],
])('what was read beside a request that was %s judges no hash later', async (type, answer) => {
  const events: UpdateEvent[] = []
  const ahead: EffectTools['ahead'] = {}
  const server = serverWith('before', answer)
  await runEffect(submitting, toolsFor(server.api, ahead, events, new AbortController()))
  expect(events.map((event) => event.type)).toEqual([type])
  expect(server.reads()).toBe(1)
  expect(ahead.judge).toBeUndefined()
})

test('what is read beside a request is asked for after it, and anew when it was turned away and is made again', async () => {
  const asked: string[] = []
  const isTooMany = new ApiError({ kind: 'too-many-requests', status: 429, method: 'PATCH', message: 'later', retryAfterSeconds: 0 })
  const server = serverWith('before', async () => {
    asked.push('request')
    if (asked.length === 1) throw isTooMany
    return { type: 'accepted', correlationId: 'op-1' }
  })
  const fetchCvm = () => {
    asked.push('running revision')
    return server.api.fetchCvm()
  }
  const tools = toolsFor({ ...server.api, fetchCvm }, {}, [], new AbortController())
  const world = { ...tools.world, clock: { ...systemClock, wait: () => Promise.resolve() } }
  await runEffect(submitting, { ...tools, world })
  expect(asked).toEqual(['request', 'running revision', 'request', 'running revision'])
})
