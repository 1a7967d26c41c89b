import { QueryClient } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import { ApiError } from '../api-error.ts'
import { newOnArrival } from './new-on-arrival.ts'

/** A query in the state that its cache has after what happened to it. */
function afterReading(msAgo: number) {
  const client = new QueryClient()
  client.setQueryData(['files'], 'theirs', { updatedAt: Date.now() - msAgo })
  return { client, query: client.getQueryCache().find({ queryKey: ['files'] })! }
}

test('a page that must begin with what is newest asks on arrival, but not for what its route has just read', () => {
  expect(newOnArrival(afterReading(1_000).query)).toBe(false)
  expect(newOnArrival(afterReading(6_000).query)).toBe('always')
})

test('what may have changed since is asked for however new it is', async () => {
  const { client, query } = afterReading(0)
  await client.invalidateQueries()
  expect(newOnArrival(query)).toBe('always')
})

test('what was read before the computer’s clock was set back is no news', () => {
  expect(newOnArrival(afterReading(-3_600_000).query)).toBe('always')
})

test('a server that asked to wait is not asked', async () => {
  const { client, query } = afterReading(60_000)
  const error = new ApiError({ kind: 'too-many-requests', status: 429, message: 'slow down', method: 'GET', retryAfterSeconds: 60 })
  await client.prefetchQuery({ queryKey: ['files'], queryFn: () => Promise.reject(error), retry: false })
  expect(newOnArrival(query)).toBe(false)
})
