import { expect, test } from 'vitest'
import { ApiError } from '@/api/api-error.ts'
import type { BatchStop } from '@/api/schemas/batch-stop.ts'
import type { CvmStatus } from '@/api/schemas/cvm-status.ts'
import { mayRetry, stopMany, type StopOutcome, type StopTarget } from './stop-many.ts'

type Fault = 'drop' | 'drop-after' | '429' | '503' | '401' | '409'

const failure = (fault: Fault) => {
  const kinds = {
    drop: 'unreachable',
    'drop-after': 'unreachable',
    '429': 'too-many-requests',
    '503': 'server-trouble',
    '401': 'signed-out',
    '409': 'session-changed',
  } as const
  const status = Number(fault) || 0
  return new ApiError({
    kind: kinds[fault],
    status,
    message: `fault ${fault}`,
    method: 'POST',
    retryAfterSeconds: fault === '429' ? 3 : null,
  })
}

/** Stop and status over CVMs `cvm_0`… with VM uuids `vm_0`…: skips what is stopped or busy, as the API does, and fails as told. */
function server(count: number, faults: { stop?: (Fault | null)[]; look?: (Fault | null)[] } = {}) {
  const status = new Map(Array.from({ length: count }, (_, n) => [`vm_${n}`, { status: 'running', isBusy: false }]))
  const sent: string[][] = []
  const refused = new Set<string>()
  let waitedMs = 0
  const outcomes = new Map<string, StopOutcome>()
  const end = new AbortController()
  return {
    status,
    sent,
    refused,
    outcomes,
    end,
    waited: () => waitedMs,
    run: (targets: StopTarget[]) =>
      stopMany(targets, {
        async stop(ids): Promise<BatchStop> {
          const fault = faults.stop?.shift()
          if (fault && fault !== 'drop-after') throw failure(fault)
          sent.push(ids)
          const answer: BatchStop = { stopped: 0, skipped: 0, errors: [] }
          for (const id of ids) {
            const cvm = status.get(id.replace('cvm', 'vm'))!
            if (refused.has(id)) answer.errors.push({ cvmId: id, error: 'The node is away.' })
            else if (cvm.isBusy || cvm.status === 'stopped') answer.skipped++
            else {
              Object.assign(cvm, { status: 'stopping', isBusy: true })
              answer.stopped++
            }
          }
          if (fault) throw failure(fault)
          return answer
        },
        async look(uuids) {
          const fault = faults.look?.shift()
          if (fault) throw failure(fault)
          return Object.fromEntries(
            uuids.flatMap((uuid) => {
              const cvm = status.get(uuid)
              return cvm ? [[uuid, { vmUuid: uuid, status: cvm.status, inProgress: cvm.isBusy, operationType: null } as CvmStatus]] : []
            }),
          )
        },
        tell: (some) => some.forEach((outcome, id) => outcomes.set(id, outcome)),
        clock: {
          now: () => new Date(0),
          wait: async (ms) => {
            waitedMs += ms
          },
        },
        signal: end.signal,
      }),
  }
}

const targets = (count: number, more: Partial<StopTarget> = {}) =>
  Array.from({ length: count }, (_, n): StopTarget => ({ id: `cvm_${n}`, vmUuid: `vm_${n}`, wasUncertain: false, ...more }))
const kinds = (outcomes: ReadonlyMap<string, StopOutcome>) => [...outcomes.values()].map(({ kind }) => kind)

test('at most 50 ids go out at once, each id once, and every row ends accepted', async () => {
  const api = server(120)
  await api.run(targets(120))
  expect(api.sent.map((ids) => ids.length)).toEqual([50, 50, 20])
  expect(new Set(api.sent.flat()).size).toBe(120)
  expect(new Set(kinds(api.outcomes))).toEqual(new Set(['accepted']))
})

test('nothing is sent for a CVM that is stopped, busy, unknown or has no VM, and each says why', async () => {
  const api = server(4)
  api.status.set('vm_0', { status: 'stopped', isBusy: false })
  api.status.set('vm_1', { status: 'updating', isBusy: true })
  api.status.delete('vm_2')
  await api.run([...targets(4), { id: 'cvm_new', vmUuid: null, wasUncertain: false }])
  expect(api.sent).toEqual([['cvm_3']])
  expect(Object.fromEntries(api.outcomes)).toEqual({
    cvm_0: { kind: 'skipped', detail: 'It is stopped already.' },
    cvm_1: { kind: 'skipped', detail: 'Another operation is under way on it.' },
    cvm_2: { kind: 'error', detail: 'Not sent: the server does not know it, or not for this key.' },
    cvm_3: { kind: 'accepted' },
    cvm_new: { kind: 'skipped', detail: 'It has no VM yet.' },
  })
})

test('rows that the answer names as failed keep the server’s reason and may be tried again', async () => {
  const api = server(3)
  api.refused.add('cvm_1')
  await api.run(targets(3))
  expect(kinds(api.outcomes)).toEqual(['accepted', 'error', 'accepted'])
  expect(api.outcomes.get('cvm_1')!.detail).toBe('The node is away.')
  expect([...api.outcomes.values()].filter(mayRetry)).toHaveLength(1)
})

test('an answer that was lost is looked up; what was stopped by it is not sent again', async () => {
  const api = server(3, { stop: ['drop-after'] })
  await api.run(targets(3))
  expect(api.sent).toHaveLength(1)
  expect(new Set(kinds(api.outcomes))).toEqual(new Set(['accepted']))
})

test('a request that never arrived is told as such after two looks, and is not repeated by itself', async () => {
  const api = server(2, { stop: ['drop'] })
  await api.run(targets(2))
  expect(api.sent).toEqual([])
  expect(kinds(api.outcomes)).toEqual(['error', 'error'])
  expect(api.outcomes.get('cvm_0')!.detail).toContain('it is running. It was not sent again.')
  expect(api.waited()).toBe(2_000)
})

test('what nobody could look up is unknown, ends the run, and a retry looks before it sends', async () => {
  const lost: Fault[] = ['drop', 'drop', 'drop', 'drop']
  const api = server(51, { stop: ['drop-after'], look: [null, ...lost] })
  await api.run(targets(51))
  expect(kinds(api.outcomes)).toEqual([...Array<string>(50).fill('unknown'), 'not-sent'])
  await api.run(targets(51).map((target, n) => ({ ...target, wasUncertain: n < 50 })))
  expect(new Set(kinds(api.outcomes))).toEqual(new Set(['accepted']))
  expect(api.sent.map((ids) => ids.length)).toEqual([50, 1])
})

test('too many requests: waits as long as the server asks, then sends the same request', async () => {
  const api = server(2, { stop: ['429', '429'] })
  await api.run(targets(2))
  expect(api.waited()).toBe(6_000)
  expect(kinds(api.outcomes)).toEqual(['accepted', 'accepted'])
})

test('a key that is refused ends the run; the rest is not sent and says so', async () => {
  const api = server(60, { stop: ['401'] })
  await api.run(targets(60))
  expect(api.sent).toEqual([])
  expect(kinds(api.outcomes)).toEqual([...Array<string>(50).fill('error'), ...Array<string>(10).fill('not-sent')])
})

test('a browser that is signed in as somebody else now ends the run; the rest is not sent and says so', async () => {
  const api = server(60, { stop: ['409'] })
  await api.run(targets(60))
  expect(api.sent).toEqual([])
  expect(kinds(api.outcomes)).toEqual([...Array<string>(50).fill('error'), ...Array<string>(10).fill('not-sent')])
})

test('who ends the run keeps what was sent and sends nothing more', async () => {
  const api = server(60)
  const run = api.run(targets(60))
  api.end.abort()
  await run
  expect(kinds(api.outcomes)).toEqual([...Array<string>(50).fill('accepted'), ...Array<string>(10).fill('not-sent')])
})
