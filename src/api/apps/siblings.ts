import { queryOptions } from '@tanstack/react-query'
import * as z from 'zod/mini'
import { requestJson } from '@/api/http.ts'
import { appAllowedSchema, deviceAllowlistSchema } from '@/api/schemas/apps/app-allowed.ts'
import { cvmSchema } from '@/api/schemas/cvm.ts'
import { unreadOf } from '@/api/schemas/values.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { nextLookMs } from '@/domain/next-look.ts'
import { fastPollMs, slowPollMs } from '@/domain/poll-delay.ts'

/** All CVMs of one app, and what its contract says of them. */
export const siblingQueries = {
  cvms: (appId: string) =>
    queryOptions({
      queryKey: ['apps', appId, 'cvms'],
      queryFn: async ({ signal }) => {
        const cvms = await requestJson('GET /api/v1/apps/{app_id}/cvms', z.array(cvmSchema), { path: { app_id: appId }, signal })
        return { cvms, unreadable: unreadOf(cvms) }
      },
      refetchInterval: ({ state }) => nextLookMs(state.data?.cvms.some(({ inProgress }) => inProgress) ? fastPollMs : slowPollMs, state),
      retry: 1,
    }),

  /** Of the CVMs as they stand: another configuration, device or CVM is another question. */
  allowed: (appId: string, cvms: readonly Cvm[] | undefined, isGoverned: boolean) =>
    queryOptions({
      queryKey: ['apps', appId, 'cvms-allowed', cvms?.map(({ id, composeHash, node }) => [id, composeHash, node.deviceId])],
      queryFn: ({ signal }) =>
        requestJson('POST /api/v1/apps/{app_id}/cvms/is-allowed', appAllowedSchema, { path: { app_id: appId }, body: {}, signal }),
      enabled: isGoverned && cvms !== undefined,
      // What the contract allows changes without the CVM.
      refetchInterval: ({ state }) => nextLookMs(slowPollMs, state),
      retry: 1,
    }),

  devices: (appId: string, isGoverned: boolean) =>
    queryOptions({
      queryKey: ['apps', appId, 'devices'],
      queryFn: ({ signal }) =>
        requestJson('GET /api/v1/apps/{app_id}/device-allowlist', deviceAllowlistSchema, { path: { app_id: appId }, signal }),
      enabled: isGoverned,
      retry: 1,
    }),
}
