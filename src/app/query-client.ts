import { type Query, QueryCache, QueryClient } from '@tanstack/react-query'
import { askedSeconds, nextLookMs } from '@/domain/next-look.ts'
import { mayPass } from '@/api/api-error.ts'

/** Reads are repeated twice when the trouble may pass; what was refused stays refused. Writes are never repeated by themselves. */
const retryRead = (failures: number, error: unknown) => failures < 2 && mayPass(error) && asked(error) <= longestRetryWaitSeconds

const retryDelay = (attempt: number, error: unknown) => Math.max(800 * 2 ** attempt, asked(error) * 1000)

/** A longer wait is no retry any more: the page says until when, and the next look waits for that. */
const longestRetryWaitSeconds = 30
const asked = (error: unknown) => askedSeconds(error) ?? 0

/** Coming back to a page asks again, but not a server that asked to wait. */
const mayLookNow = ({ state }: Query) => nextLookMs(0, state) <= 0

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
      queries: {
        retry: retryRead,
        retryDelay,
        staleTime: 5_000,
        networkMode: 'always',
        refetchOnReconnect: mayLookNow,
        refetchOnWindowFocus: mayLookNow,
        refetchOnMount: mayLookNow,
        retryOnMount: mayLookNow,
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  })
