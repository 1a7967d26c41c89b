import { queryOptions } from '@tanstack/react-query'
import { fetchSession } from './account.ts'
import { fetchRuntimeConfig } from './runtime-config.ts'

// Apart from the CVMs' queries: these are in the first bytes of every page.

export const configQuery = queryOptions({
  queryKey: ['config'],
  queryFn: ({ signal }) => fetchRuntimeConfig(signal),
  staleTime: Infinity,
})

export const sessionQuery = queryOptions({ queryKey: ['session'], queryFn: ({ signal }) => fetchSession(signal), staleTime: 60_000 })
