import { expect, test } from 'vitest'
import { ApiError } from '@/api/api-error.ts'
import type { FailureKind } from '@/domain/failure.ts'
import { type Asked, askMany, readsAtOnce } from './ask-many.ts'

const refusal = (kind: FailureKind, retryAfterSeconds: number | null = null) =>
  new ApiError({ kind, status: 0, message: kind, method: 'GET', retryAfterSeconds })

/** Asks for the square of each number; `failures` of a number come first. */
function asker(failures: Record<number, ApiError[]> = {}) {
  let now = 0
  let underWay = 0
  let most = 0
  const asked: number[] = []
  const told = new Map<number, Asked<number>>()
  const end = new AbortController()
  const clock = {
    now: () => new Date(now),
    wait: async (ms: number) => {
      now += ms
    },
  }
  const run = (items: number[]) =>
    askMany(
      items,
      async (item) => {
        asked.push(item)
        most = Math.max(most, ++underWay)
        await Promise.resolve()
        underWay--
        const failure = failures[item]?.shift()
        if (failure) throw failure
        return item * item
      },
      { clock, signal: end.signal, tell: (item, outcome) => told.set(item, outcome) },
    )
  return { run, asked, told, end, waited: () => now, most: () => most }
}

const upTo = (count: number) => Array.from({ length: count }, (_, n) => n)

test('each is asked once, a few at once, and told', async () => {
  const { run, asked, told, most } = asker()
  await run(upTo(30))
  expect(asked).toEqual(upTo(30))
  expect(most()).toBe(readsAtOnce)
  expect(told.get(5)).toEqual({ answer: 25 })
})

test('what is refused is told with its reason and asked once; what may pass is asked again', async () => {
  const gone = refusal('not-found')
  const down = [refusal('server-trouble'), refusal('server-trouble'), refusal('server-trouble')]
  const { run, asked, told } = asker({ 1: [gone], 2: [refusal('unreachable')], 3: [...down] })
  await run(upTo(4))
  expect(told.get(1)).toEqual({ error: gone })
  expect(told.get(2)).toEqual({ answer: 4 })
  expect(told.get(3)).toEqual({ error: down[2] })
  expect(asked.filter((item) => item === 1)).toHaveLength(1)
  expect(asked.filter((item) => item === 3)).toHaveLength(3)
})

test('when the server asks for fewer requests, all wait as long as it says', async () => {
  const { run, told, waited } = asker({ 0: [refusal('too-many-requests', 7)] })
  await run(upTo(10))
  expect([...told.values()].every((outcome) => 'answer' in outcome)).toBe(true)
  expect(waited()).toBe(7_000)
})

test('a key that is refused ends it, and so does the person', async () => {
  const refused = asker({ 3: [refusal('signed-out')] })
  await refused.run(upTo(100))
  expect(refused.asked.length).toBeLessThan(12)

  const ended = asker()
  const running = ended.run(upTo(100))
  ended.end.abort()
  await running
  expect(ended.asked.length).toBeLessThanOrEqual(readsAtOnce)
  expect(ended.told.size).toBe(0)
})
