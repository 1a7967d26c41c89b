import { QueryCache, QueryClient } from '@tanstack/react-query'
import { ApiError } from '@/api/api-error.ts'
import type { RuntimeConfig } from '@/api/schemas/runtime-config.ts'
import { configQuery } from '@/api/session-queries.ts'
import { browserStore } from '@/lib/storage.ts'

const passingTroubles = new Set(['unreachable', 'server-trouble', 'too-many-requests'])

/** Reads are repeated twice when the trouble may pass; what was refused stays refused. Writes are never repeated by themselves. */
const retryRead = (failures: number, error: unknown) => failures < 2 && error instanceof ApiError && passingTroubles.has(error.kind)

const retryDelay = (attempt: number, error: unknown) => {
  const askedSeconds = error instanceof ApiError ? error.retryAfterSeconds : null
  return askedSeconds === null ? 800 * 2 ** attempt : Math.min(askedSeconds, 30) * 1000
}

/**
 * Records of other worlds go when the gateway has just said which world of the sandbox this is. At any later time they may be those of a newer
 * one: a page stays in the world that it was opened in. A live upstream has no worlds, and loads nothing for them.
 */
const queryCache = new QueryCache({
  onSuccess: (answer, { queryKey }) => {
    if (queryKey[0] !== configQuery.queryKey[0]) return
    const { upstream, worldId } = answer as RuntimeConfig // as its query parsed it
    if (worldId === undefined) return
    const forget = import('@/runs/records.ts').then(({ forgetOtherWorlds }) => forgetOtherWorlds(browserStore, { upstream, worldId }))
    forget.catch(() => {}) // they do no harm until the next page
  },
})

export const queryClient = new QueryClient({
  queryCache,
  defaultOptions: {
    // A lost network is found out by asking, not by the browser's guess: a gateway on this machine answers without one.
    queries: { retry: retryRead, retryDelay, staleTime: 5_000, networkMode: 'always', refetchOnReconnect: true },
    mutations: { retry: false, networkMode: 'always' },
  },
})
