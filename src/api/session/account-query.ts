import { queryOptions } from '@tanstack/react-query'
import { mayPass } from '../api-error.ts'
import { requestJson } from '../http.ts'
import { accountSchema } from '../schemas/account.ts'

interface Options {
  signal?: AbortSignal | undefined
  /** Asks in the name of this session's mark instead of the page's own. */
  asSession?: string
}

/** Who the session's key belongs to. */
export const fetchAccount = (options: Options = {}) => requestJson('GET /api/v1/auth/me', accountSchema, options)

/** May fail where the upstream refuses it; nothing but the header and the admin's entry depends on it. */
export const accountQuery = queryOptions({
  queryKey: ['account'],
  queryFn: ({ signal }) => fetchAccount({ signal }),
  staleTime: 300_000,
  retry: false,
  // Records are kept under the person's name, so a trouble that may pass is not the last word.
  refetchInterval: ({ state }) => (state.data === undefined && mayPass(state.error) ? 5_000 : false),
})
