import { queryOptions } from '@tanstack/react-query'
import { nextLookMs } from '@/domain/next-look.ts'
import { slowPollMs } from '@/domain/poll-delay.ts'
import { cvmKeys } from '@/api/cvm-keys.ts'
import { requestJson } from '@/api/http.ts'
import { compositionSchema } from '@/api/schemas/composition.ts'

export const containersQuery = (cvmId: string) =>
  queryOptions({
    queryKey: [...cvmKeys.one(cvmId), 'containers'],
    queryFn: ({ signal }) => requestJson('GET /api/v1/cvms/{cvm_id}/composition', compositionSchema, { path: { cvm_id: cvmId }, signal }),
    refetchInterval: ({ state }) => nextLookMs(slowPollMs, state),
    retry: 1,
  })
