// @vitest-environment jsdom
import { QueryObserver } from '@tanstack/react-query'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ApiError } from '@/api/api-error.ts'
import { nextLookMs } from '@/domain/next-look.ts'
import { createQueryClient } from './query-client.ts'

beforeEach(() => void vi.useFakeTimers({ now: new Date('2026-03-01T12:00:00Z') }))
afterEach(() => void vi.useRealTimers())

/** A poll every two seconds, as the pages make them. */
function poll(retryAfterSeconds: number) {
  const client = createQueryClient({ answer: () => {}, failure: () => {} })
  let asked = 0
  const observer = new QueryObserver(client, {
    queryKey: ['polled'],
    queryFn: () => {
      asked += 1
      return Promise.reject(
        new ApiError({ kind: 'too-many-requests', status: 429, message: 'slow down', method: 'GET', retryAfterSeconds }),
      )
    },
    refetchInterval: ({ state }) => nextLookMs(2_000, state),
  })
  const stop = observer.subscribe(() => {})
  return { client, observer, stop, asked: () => asked }
}

test('a poll that is asked to wait an hour says until when, and asks nothing meanwhile, whoever comes back to the page', async () => {
  const { client, observer, stop, asked } = poll(3600)
  await vi.advanceTimersByTimeAsync(0)
  expect((observer.getCurrentResult().error as ApiError).waitUntil).toEqual(new Date('2026-03-01T13:00:00Z'))
  await vi.advanceTimersByTimeAsync(3_500_000)
  window.dispatchEvent(new Event('focus'))
  const another = new QueryObserver(client, observer.options).subscribe(() => {})
  await vi.advanceTimersByTimeAsync(99_000)
  expect(asked()).toBe(1)
  await vi.advanceTimersByTimeAsync(2_000)
  expect(asked()).toBe(2)
  stop()
  another()
})

test('a poll that waits ends at once with the page that shows it', async () => {
  const { stop, asked } = poll(3600)
  await vi.advanceTimersByTimeAsync(0)
  stop()
  await vi.advanceTimersByTimeAsync(7_200_000)
  expect(asked()).toBe(1)
})
