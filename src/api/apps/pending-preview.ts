import { queryOptions } from '@tanstack/react-query'
import { requestJson } from '@/api/http.ts'
import { pendingPreviewSchema } from '@/api/schemas/apps/pending-updates.ts'

/** What an update would change that somebody prepared and nobody applied yet. */
export const pendingPreviewQuery = (appId: string, { vmUuid, composeHash }: { vmUuid: string; composeHash: string }) =>
  queryOptions({
    queryKey: ['apps', appId, 'pending-updates', vmUuid, composeHash],
    queryFn: ({ signal }) =>
      requestJson('GET /api/v1/apps/{app_id}/pending-updates/{vm_uuid}/{compose_hash}/preview', pendingPreviewSchema, {
        path: { app_id: appId, vm_uuid: vmUuid, compose_hash: composeHash },
        signal,
      }),
    retry: 1,
  })
