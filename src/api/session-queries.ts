import { queryOptions } from '@tanstack/react-query'
import { mayPass } from './api-error.ts'
import { fetchAccount, fetchSession } from './account.ts'
import { fetchRuntimeConfig } from './runtime-config.ts'

// Apart from the CVMs' queries: these are in the first bytes of every page.

export const configQuery = queryOptions({
  queryKey: ['config'],
  queryFn: ({ signal }) => fetchRuntimeConfig(signal),
  staleTime: Infinity,
})

export const sessionQuery = queryOptions({ queryKey: ['session'], queryFn: ({ signal }) => fetchSession(signal), staleTime: 60_000 })

/** May fail where the upstream refuses it; nothing but the header and the admin's entry depends on it. */
export const accountQuery = queryOptions({
  queryKey: ['account'],
  queryFn: ({ signal }) => fetchAccount(signal),
  staleTime: 300_000,
  retry: false,
  // Records are kept under the person's name, so a trouble that may pass is not the last word.
  refetchInterval: ({ state }) => (state.data === undefined && mayPass(state.error) ? 5_000 : false),
})
