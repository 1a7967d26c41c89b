import { expect, test } from 'vitest'
import { askAgain, type AskAgain } from './ask-again.ts'
import { createSharedRest } from './shared-rest.ts'
import { createHeldClock } from './testing/held-clock.ts'

const turnedAway = (retryAfterSeconds: number | null = null) => Object.assign(new Error('not now'), { retryAfterSeconds })

/** A request that is turned away with these failures, one after the other, and then answered. */
function ask(failures: Error[], rules: Partial<AskAgain> = {}) {
  const clock = createHeldClock('2026-03-01T12:00:00Z')
  const stop = new AbortController()
  const waited: string[] = []
  let asked = 0
  const answer = askAgain(
    async () => {
      const failure = failures[asked]
      asked += 1
      if (failure) throw failure
      return 'answered'
    },
    {
      clock,
      signal: stop.signal,
      mayRepeat: () => true,
      tries: 4,
      longestMs: Infinity,
      waiting: (until) => waited.push(until.toISOString()),
      ...rules,
    },
  )
  answer.catch(() => {})
  return { answer, clock, stop, waited, asked: () => asked }
}

test('who is asked to wait an hour says until when, asks nothing meanwhile, and asks again then', async () => {
  const { answer, clock, waited, asked } = ask([turnedAway(3600)])
  await clock.pass(0)
  expect(waited).toEqual(['2026-03-01T13:00:00.000Z'])
  await clock.pass(3_599_999)
  expect(asked()).toBe(1)
  await clock.pass(1)
  expect(await answer).toBe('answered')
})

test('a wait ends at once when it is stopped, and nothing is asked after it', async () => {
  const { answer, clock, stop, asked } = ask([turnedAway(3600)])
  await clock.pass(0)
  stop.abort(new Error('stopped'))
  await expect(answer).rejects.toThrow('stopped')
  await clock.pass(7_200_000)
  expect(asked()).toBe(1)
  expect(clock.waits()).toBe(0)
})

test('a wait that is longer than somebody would watch is not begun: the failure says until when', async () => {
  const failure = turnedAway(3600)
  const { answer, waited } = ask([failure], { longestMs: 120_000 })
  await expect(answer).rejects.toBe(failure)
  expect(waited).toEqual([])
})

test('the last try and what is not worth another one are told as they failed', async () => {
  const failures = [turnedAway(1), turnedAway(1), turnedAway(1), turnedAway(1)]
  const { answer, clock, asked } = ask(failures)
  for (let second = 0; second < 4; second++) await clock.pass(1_000)
  await expect(answer).rejects.toBe(failures[3])
  expect(asked()).toBe(4)
  const refused = turnedAway()
  await expect(ask([refused], { mayRepeat: () => false }).answer).rejects.toBe(refused)
})

test('where the server names no time, the caller’s own pace counts', async () => {
  const { answer, clock, waited } = ask([turnedAway(), turnedAway(7)], { usualMs: (tries) => (tries + 1) * 2_000 })
  await clock.pass(0)
  await clock.pass(2_000)
  await clock.pass(7_000)
  expect(await answer).toBe('answered')
  expect(waited).toEqual(['2026-03-01T12:00:02.000Z', '2026-03-01T12:00:09.000Z'])
})

test('a failure that is not worth another try is told as it failed, also to who has stopped meanwhile', async () => {
  const lost = turnedAway()
  const stop = new AbortController()
  const asking = askAgain(
    async () => {
      stop.abort(new Error('stopped'))
      throw lost
    },
    {
      clock: createHeldClock('2026-03-01T12:00:00Z'),
      signal: stop.signal,
      mayRepeat: () => false,
      tries: 4,
      longestMs: Infinity,
      waiting() {},
    },
  )
  await expect(asking).rejects.toBe(lost)
})

test('requests that share a rest wait for the longest that one of them was asked for, and each is told when it goes on', async () => {
  const clock = createHeldClock('2026-03-01T12:00:00Z')
  const rest = createSharedRest(clock, () => true)
  const wentOn: string[] = []
  const first = ask([turnedAway(10)], { clock, rest, goingOn: () => wentOn.push('first') })
  await clock.pass(0)
  const second = ask([], { clock, rest, goingOn: () => wentOn.push('second') })
  await clock.pass(4_000)
  rest.takes(turnedAway(20), 20_000)
  await clock.pass(6_000)
  expect([first.asked(), second.asked()]).toEqual([1, 0])
  expect(first.waited).toEqual(['2026-03-01T12:00:10.000Z', '2026-03-01T12:00:24.000Z'])
  await clock.pass(14_000)
  expect([await first.answer, await second.answer]).toEqual(['answered', 'answered'])
  expect(wentOn).toEqual(['first', 'second'])
})
