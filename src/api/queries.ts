import { queryOptions } from '@tanstack/react-query'
import type { Cvm } from '@/domain/cvm.ts'
import { fastPollMs, pollDelay, slowPollMs } from '@/domain/poll-delay.ts'
import { fetchAccount, fetchSession } from './account.ts'
import { fetchAppCompose, fetchAppKmsInfo, fetchCvm, fetchCvmExtras, fetchOperations, fetchOsImages, fetchRawAppCompose } from './cvms.ts'
import { fetchRuntimeConfig } from './runtime-config.ts'

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
})

export const cvmQueries = {
  all: () => ['cvms'] as const,
  one: (cvmId: string) => [...cvmQueries.all(), cvmId] as const,

  detail: (cvmId: string) =>
    queryOptions({
      queryKey: [...cvmQueries.one(cvmId), 'detail'],
      queryFn: ({ signal }) => fetchCvm(cvmId, { signal }),
      refetchInterval: ({ state }) => pollDelay(state.data),
    }),

  extras: (cvmId: string) =>
    queryOptions({
      queryKey: [...cvmQueries.one(cvmId), 'extras'],
      queryFn: ({ signal }) => fetchCvmExtras(cvmId, { signal }),
      staleTime: slowPollMs,
      retry: false,
    }),

  appCompose: (cvmId: string) =>
    queryOptions({
      queryKey: [...cvmQueries.one(cvmId), 'app-compose'],
      queryFn: ({ signal }) => fetchAppCompose(cvmId, { signal }),
      staleTime: slowPollMs,
    }),

  rawAppCompose: (cvmId: string) =>
    queryOptions({
      queryKey: [...cvmQueries.one(cvmId), 'raw-app-compose'],
      queryFn: ({ signal }) => fetchRawAppCompose(cvmId, { signal }),
      staleTime: slowPollMs,
    }),

  operations: (cvmId: string) =>
    queryOptions({
      queryKey: [...cvmQueries.one(cvmId), 'operations'],
      queryFn: ({ signal }) => fetchOperations(cvmId, { signal }),
      refetchInterval: ({ state }) => (state.data?.items.some((record) => record.status === 'in_progress') ? fastPollMs : slowPollMs),
    }),

  osImages: (cvmId: string) =>
    queryOptions({
      queryKey: [...cvmQueries.one(cvmId), 'os-images'],
      queryFn: ({ signal }) => fetchOsImages(cvmId, { signal }),
      staleTime: 300_000,
    }),
}

export const appQueries = {
  kmsInfo: (cvm: Pick<Cvm, 'appId'>) =>
    queryOptions({
      queryKey: ['apps', cvm.appId, 'kms-info'],
      queryFn: ({ signal }) => fetchAppKmsInfo(cvm.appId ?? '', { signal }),
      enabled: cvm.appId !== null,
      staleTime: 60_000,
      retry: false,
    }),
}
