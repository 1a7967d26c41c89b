import { QueryCache, QueryClient } from '@tanstack/react-query'
import { ApiError, mayPass } from '@/api/api-error.ts'

/** Reads are repeated twice when the trouble may pass; what was refused stays refused. Writes are never repeated by themselves. */
const retryRead = (failures: number, error: unknown) => failures < 2 && mayPass(error)

const retryDelay = (attempt: number, error: unknown) => {
  const askedSeconds = error instanceof ApiError ? error.retryAfterSeconds : null
  return askedSeconds === null ? 800 * 2 ** attempt : Math.min(askedSeconds, 30) * 1000
}

/** A cache of what was read from the API. `heard` is told of every answer, as its query parsed it, and of every failure. */
export const createQueryClient = (heard: {
  answer: (key: unknown, answer: unknown) => void
  failure: (key: unknown, error: unknown) => void
}) =>
  new QueryClient({
    queryCache: new QueryCache({
      onSuccess: (answer, { queryKey }) => heard.answer(queryKey[0], answer),
      onError: (error, { queryKey }) => heard.failure(queryKey[0], error),
    }),
    defaultOptions: {
      // A lost network is found out by asking, not by the browser's guess: a gateway on this machine answers without one.
      queries: { retry: retryRead, retryDelay, staleTime: 5_000, networkMode: 'always', refetchOnReconnect: true },
      mutations: { retry: false, networkMode: 'always' },
    },
  })
