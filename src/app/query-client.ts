import { QueryClient } from '@tanstack/react-query'
import { ApiError } from '@/api/api-error.ts'

const passingTroubles = new Set(['unreachable', 'server-trouble', 'too-many-requests'])

/** Reads are repeated twice when the trouble may pass; what was refused stays refused. Writes are never repeated by themselves. */
const retryRead = (failures: number, error: unknown) => failures < 2 && error instanceof ApiError && passingTroubles.has(error.kind)

const retryDelay = (attempt: number, error: unknown) => {
  const askedSeconds = error instanceof ApiError ? error.retryAfterSeconds : null
  return askedSeconds === null ? 800 * 2 ** attempt : Math.min(askedSeconds, 30) * 1000
}

export const queryClient = new QueryClient({
  defaultOptions: {
    // A lost network is found out by asking, not by the browser's guess: a gateway on this machine answers without one.
    queries: { retry: retryRead, retryDelay, staleTime: 5_000, networkMode: 'always', refetchOnReconnect: true },
    mutations: { retry: false, networkMode: 'always' },
  },
})
