import { expect, test } from 'vitest'
import { ApiError } from '@/api/api-error.ts'
import type { BatchStop } from '@/api/schemas/batch-stop.ts'
import type { CvmStatus } from '@/api/schemas/cvm-status.ts'
import { formatExactTime } from '@/lib/durations.ts'
import { createHeldClock } from '@/runs/testing/held-clock.ts'
import { type PowerAction, powerActions } from './power-action.ts'
import { mayRetry, type PowerOutcome, type PowerTarget } from './power-outcome.ts'
import { lookAfter, type PowerTools, runPower } from './power-run.ts'

/** `twice`: it arrives, and the browser sends it again by itself and is refused for what the first one began. */
type Fault = 'drop' | 'drop-after' | 'twice' | '429' | '503' | '401' | '409'

const failure = (fault: Fault) => {
  const kinds = {
    drop: 'unreachable',
    'drop-after': 'unreachable',
    twice: 'busy',
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

interface Faults {
  stop?: (Fault | null)[]
  look?: (Fault | null)[]
  /** By the id of the CVM; the faults of its requests in turn. */
  send?: Record<string, (Fault | null)[]>
  hasBegun?: (Fault | null)[]
}

/**
 * Power and status over CVMs `cvm_0`… with VM uuids `vm_0`…: skips or refuses what is stopped or busy, as the API does, and fails as told.
 * Restarted CVMs run again at once, so that only their records tell.
 */
function server(count: number, faults: Faults = {}) {
  const status = new Map(Array.from({ length: count }, (_, n) => [`vm_${n}`, { status: 'running', isBusy: false }]))
  const sent: string[][] = []
  const singles: string[] = []
  const records: string[] = []
  const refused = new Set<string>()
  let now = 0
  let underWay = 0
  let mostAtOnce = 0
  const outcomes = new Map<string, PowerOutcome>()
  const end = new AbortController()
  const tools: PowerTools = {
    async stopMany(ids): Promise<BatchStop> {
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
    async send(id, action) {
      underWay++
      mostAtOnce = Math.max(mostAtOnce, underWay)
      await Promise.resolve()
      underWay--
      const fault = faults.send?.[id]?.shift()
      if (fault && fault !== 'drop-after' && fault !== 'twice') throw failure(fault)
      singles.push(`${action} ${id}`)
      records.push(`${action} ${id}`)
      status.set(id.replace('cvm', 'vm'), { status: action === 'shutdown' ? 'stopped' : 'running', isBusy: false })
      if (fault) throw failure(fault)
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
    async hasBegun(id, action) {
      const fault = faults.hasBegun?.shift()
      if (fault) throw failure(fault)
      return records.includes(`${action} ${id}`)
    },
    tell: (some) => some.forEach((outcome, id) => outcomes.set(id, outcome)),
    clock: {
      now: () => new Date(now),
      wait: async (ms) => {
        now += ms
      },
    },
    signal: end.signal,
  }
  return {
    status,
    sent,
    singles,
    records,
    refused,
    outcomes,
    end,
    tools,
    waited: () => now,
    mostAtOnce: () => mostAtOnce,
    run: (targets: PowerTarget[], action: PowerAction = 'stop') => runPower(action, targets, tools),
  }
}

const targets = (count: number, more: Partial<PowerTarget> = {}) =>
  Array.from({ length: count }, (_, n): PowerTarget => ({ id: `cvm_${n}`, vmUuid: `vm_${n}`, wasUncertain: false, ...more }))
const kinds = (outcomes: ReadonlyMap<string, PowerOutcome>) => [...outcomes.values()].map(({ kind }) => kind)

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
    cvm_0: { kind: 'skipped', detail: 'This CVM is already stopped.' },
    cvm_1: { kind: 'skipped', detail: 'Another operation is running on this CVM. Stop it on its own page to cancel that.' },
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
  const stopMany = api.tools.stopMany
  api.tools.stopMany = (ids) => {
    api.end.abort()
    return stopMany(ids)
  }
  await api.run(targets(60))
  expect(kinds(api.outcomes)).toEqual([...Array<string>(50).fill('accepted'), ...Array<string>(10).fill('not-sent')])
})

test.each(powerActions)('who ends a %s while the states are read has nothing sent', async (action) => {
  const api = server(60)
  if (action === 'start') for (const cvm of api.status.values()) cvm.status = 'stopped'
  const run = api.run(targets(60), action)
  api.end.abort()
  await run
  expect([api.sent, api.singles]).toEqual([[], []])
  expect(kinds(api.outcomes)).toEqual(Array(60).fill('not-sent'))
  expect(api.outcomes.get('cvm_0')!.detail).toBe('You ended the run before it was sent.')
})

test('who ends the run while an earlier request is looked up has nothing sent again', async () => {
  const api = server(1)
  api.tools.hasBegun = () => {
    api.end.abort()
    return Promise.resolve(false)
  }
  await api.run(targets(1, { wasUncertain: true }), 'restart')
  expect(api.singles).toEqual([])
  expect(api.outcomes.get('cvm_0')).toEqual({
    kind: 'unknown',
    detail: 'You ended the run before it was sent. An earlier request may have reached it.',
  })
})

test('a refusal that asks for no wait at all does not get past the end of the run', async () => {
  const api = server(2)
  let asked = 0
  api.tools.stopMany = () => {
    asked += 1
    api.end.abort()
    return Promise.reject(
      new ApiError({ kind: 'too-many-requests', status: 429, message: 'slow down', method: 'POST', retryAfterSeconds: 0 }),
    )
  }
  await api.run(targets(2))
  expect(asked).toBe(1)
  expect(kinds(api.outcomes)).toEqual(['not-sent', 'not-sent'])
})

test.each(['stop', 'restart'] as const)('a %s whose answer is lost after the run was ended is looked up even so', async (action) => {
  const api = server(1, { stop: ['drop-after'], send: { cvm_0: ['drop-after'] } })
  const { stopMany, send } = api.tools
  api.tools.stopMany = (ids) => {
    api.end.abort()
    return stopMany(ids)
  }
  api.tools.send = (id, each) => {
    api.end.abort()
    return send(id, each)
  }
  await api.run(targets(1), action)
  expect(kinds(api.outcomes)).toEqual(['accepted'])
})

test.each(['stop', 'restart'] as const)(
  'a %s that is asked to wait before it has looked calls nothing sent, and says so no longer than it waits',
  async (action) => {
    const api = server(50, { look: ['429'] })
    const clock = createHeldClock('2026-03-01T12:00:00Z')
    const told: string[] = []
    const run = runPower(action, targets(50), {
      ...api.tools,
      clock,
      tell(some) {
        api.tools.tell(some)
        for (const { kind, detail = '' } of some.values()) told.push(`${kind} ${detail}`.trim())
      },
    })
    await clock.pass(0)
    expect(new Set(told)).toEqual(new Set([`waiting Phala Cloud asks to wait until ${formatExactTime('2026-03-01T12:00:03Z')}.`]))
    await clock.pass(3_000)
    expect(api.outcomes.get('cvm_49')?.detail).toBeUndefined()
    told.splice(0)
    await run
    expect(told.filter((row) => row.includes('asks to wait'))).toEqual([])
    expect(new Set(kinds(api.outcomes))).toEqual(new Set(['accepted']))
  },
)

test('what waits with an earlier request behind it keeps saying so', async () => {
  const api = server(1, { look: ['429'] })
  const clock = createHeldClock('2026-03-01T12:00:00Z')
  const run = runPower('restart', targets(1, { wasUncertain: true }), { ...api.tools, clock })
  await clock.pass(0)
  expect(api.outcomes.get('cvm_0')).toEqual({
    kind: 'waiting',
    wasUncertain: true,
    detail: `An earlier request may have reached it. Phala Cloud asks to wait until ${formatExactTime('2026-03-01T12:00:03Z')}.`,
  })
  await clock.pass(3_000)
  await run
})

test('the others are one request a CVM, four at a time, each once, and only for those that can', async () => {
  const api = server(12)
  api.status.set('vm_3', { status: 'stopped', isBusy: false })
  api.status.set('vm_4', { status: 'updating', isBusy: true })
  await api.run(targets(12), 'restart')
  expect(api.singles).toHaveLength(10)
  expect(new Set(api.singles).size).toBe(10)
  expect(api.mostAtOnce()).toBe(4)
  expect(api.sent).toEqual([])
  expect(api.outcomes.get('cvm_3')).toEqual({ kind: 'skipped', detail: 'Only a running CVM can be restarted. Start it instead.' })
  expect(api.outcomes.get('cvm_4')).toEqual({ kind: 'skipped', detail: 'Another operation is running on this CVM. Wait until it ends.' })
  expect(kinds(api.outcomes).filter((kind) => kind === 'accepted')).toHaveLength(10)
})

test('a restart whose answer was lost is looked up in the records, since a restarted CVM looks like any other, and is never sent twice', async () => {
  const api = server(3, { send: { cvm_0: ['drop-after'], cvm_1: ['drop'] } })
  await api.run(targets(3), 'restart')
  expect(kinds(api.outcomes)).toEqual(['accepted', 'error', 'accepted'])
  expect(api.outcomes.get('cvm_1')!.detail).toBe(
    'No usable answer came (fault drop) and no such operation of it is on record. It was not sent again.',
  )
  expect(api.singles).toEqual(['restart cvm_2', 'restart cvm_0'].toSorted((a, b) => api.singles.indexOf(a) - api.singles.indexOf(b)))
})

test('a request that a browser sent twice is not a failure, and one that meets another operation is', async () => {
  const api = server(2, { send: { cvm_0: ['twice'] } })
  api.tools.send = ((send) => async (id, action) => {
    if (id === 'cvm_1') throw new ApiError({ kind: 'busy', status: 409, message: 'Another operation is in progress', method: 'POST' })
    return send(id, action)
  })(api.tools.send)
  await api.run(targets(2), 'restart')
  expect(kinds(api.outcomes)).toEqual(['accepted', 'error'])
  expect(api.outcomes.get('cvm_1')!.detail).toBe('Another operation is in progress')
})

test('where the records cannot be read either, it is unknown; a retry looks first and sends only what did not arrive', async () => {
  const away: Fault[] = Array<Fault>(8).fill('503')
  const api = server(1, { send: { cvm_0: ['drop-after'] }, hasBegun: away })
  await api.run(targets(1), 'restart')
  expect(kinds(api.outcomes)).toEqual(['unknown'])
  await api.run(targets(1, { wasUncertain: true }), 'restart')
  expect(api.outcomes.get('cvm_0')).toEqual({ kind: 'accepted', detail: 'An earlier request has reached it. Nothing was sent again.' })
  expect(api.singles).toEqual(['restart cvm_0'])

  const still = server(1, { hasBegun: Array<Fault>(4).fill('503') })
  await still.run(targets(1, { wasUncertain: true }), 'restart')
  expect(kinds(still.outcomes), 'nothing is sent while nobody knows').toEqual(['unknown'])
  expect(still.singles).toEqual([])
})

test('too many requests: all of them wait as long as the server asks, then each is sent once', async () => {
  const api = server(9, { send: { cvm_1: ['429'], cvm_2: ['429'] } })
  await api.run(targets(9), 'shutdown')
  expect(new Set(kinds(api.outcomes))).toEqual(new Set(['accepted']))
  expect(new Set(api.singles).size).toBe(9)
  expect(api.singles).toHaveLength(9)
  expect(api.waited()).toBeGreaterThanOrEqual(3_000)
  expect(api.waited(), 'they wait together').toBeLessThan(15_000)
})

test('one CVM may be refused for its own sake; a refused key ends the run', async () => {
  const busy = server(5, { send: { cvm_1: ['409'] } })
  await busy.run(targets(5), 'restart')
  expect(busy.outcomes.get('cvm_1')!.kind).toBe('error')

  const api = server(60, { send: { cvm_0: ['401'], cvm_1: ['401'], cvm_2: ['401'], cvm_3: ['401'] } })
  await api.run(targets(60), 'restart')
  expect(api.singles).toEqual([])
  expect(kinds(api.outcomes).filter((kind) => kind === 'error')).toHaveLength(4)
  expect(kinds(api.outcomes).filter((kind) => kind === 'not-sent')).toHaveLength(56)
})

test('who ends a run of single requests keeps what was sent, and nobody forgets what was uncertain before', async () => {
  const api = server(60)
  const uncertain = targets(60).map((target, n) => ({ ...target, wasUncertain: n === 59 }))
  api.tools.send = async (id) => {
    api.singles.push(id)
    if (api.singles.length === 10) api.end.abort()
  }
  await api.run(uncertain, 'restart')
  expect(api.singles.length).toBeLessThanOrEqual(13)
  const known = kinds(api.outcomes)
  expect(known.filter((kind) => kind === 'accepted')).toHaveLength(api.singles.length)
  expect(api.outcomes.get('cvm_59')).toEqual({
    kind: 'unknown',
    detail: 'You ended the run before it was sent. An earlier request may have reached it.',
  })
  expect(known.filter((kind) => kind === 'not-sent')).toHaveLength(59 - api.singles.length)
})

test('what a closed page may have sent is looked up and not sent', async () => {
  const api = server(3)
  api.records.push('restart cvm_0')
  await lookAfter('restart', targets(3, { wasUncertain: true }), api.tools)
  expect(kinds(api.outcomes)).toEqual(['accepted', 'error', 'error'])
  expect(api.singles).toEqual([])
})

test('a batch stop that is asked to wait an hour says until when, asks nothing meanwhile, and ends at once when somebody ends it', async () => {
  const api = server(60)
  const clock = createHeldClock('2026-03-01T12:00:00Z')
  let asked = 0
  const run = runPower('stop', targets(60), {
    ...api.tools,
    clock,
    stopMany() {
      asked += 1
      const message = 'slow down'
      return Promise.reject(new ApiError({ kind: 'too-many-requests', status: 429, message, method: 'POST', retryAfterSeconds: 3600 }))
    },
  })
  await clock.pass(0)
  expect(api.outcomes.get('cvm_0'), 'refused, so it is not out').toEqual({
    kind: 'waiting',
    detail: `Phala Cloud asks to wait until ${formatExactTime('2026-03-01T13:00:00Z')}.`,
  })
  await clock.pass(3_599_000)
  expect(asked).toBe(1)
  api.end.abort()
  await run
  expect(new Set(kinds(api.outcomes))).toEqual(new Set(['not-sent']))
  await clock.pass(3_600_000)
  expect([asked, clock.waits()]).toEqual([1, 0])
})
