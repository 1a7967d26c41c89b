import { queryOptions } from '@tanstack/react-query'
import { cvmKeys } from './cvm-keys.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { nextLookMs } from '@/domain/next-look.ts'
import { fastPollMs, pollDelay, slowPollMs } from '@/domain/poll-delay.ts'
import {
  fetchAppCompose,
  fetchAppKmsInfo,
  fetchCvm,
  fetchCvmExtras,
  fetchOperations,
  fetchOsImages,
  fetchPendingUpdates,
  fetchRawAppCompose,
  fetchUserConfig,
} from './cvms.ts'

export const cvmQueries = {
  all: cvmKeys.all,
  one: cvmKeys.one,

  detail: (cvmId: string) =>
    queryOptions({
      queryKey: cvmKeys.detail(cvmId),
      queryFn: ({ signal }) => fetchCvm(cvmId, { signal }),
      refetchInterval: ({ state }) => nextLookMs(pollDelay(state.data), state),
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
      refetchInterval: ({ state }) =>
        nextLookMs(state.data?.items.some((record) => record.status === 'in_progress') ? fastPollMs : slowPollMs, state),
    }),

  osImages: (cvmId: string) =>
    queryOptions({
      queryKey: [...cvmQueries.one(cvmId), 'os-images'],
      queryFn: ({ signal }) => fetchOsImages(cvmId, { signal }),
      staleTime: 300_000,
    }),

  /** The node is asked, and may be off: then there is nothing to show, and nobody is troubled with it. */
  userConfig: (cvmId: string) =>
    queryOptions({
      queryKey: [...cvmQueries.one(cvmId), 'user-config'],
      queryFn: ({ signal }) => fetchUserConfig(cvmId, { signal }),
      staleTime: slowPollMs,
      retry: false,
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

  pendingUpdates: (cvm: Pick<Cvm, 'appId'>) =>
    queryOptions({
      queryKey: ['apps', cvm.appId, 'pending-updates'],
      queryFn: ({ signal }) => fetchPendingUpdates(cvm.appId ?? '', { signal }),
      enabled: cvm.appId !== null,
      retry: false,
    }),
}
