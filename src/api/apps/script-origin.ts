import { queryOptions } from '@tanstack/react-query'
import * as z from 'zod/mini'
import { cvmKeys } from '@/api/cvm-keys.ts'
import { requestJson } from '@/api/http.ts'
import { flag } from '@/api/schemas/values.ts'
import { slowPollMs } from '@/domain/poll-delay.ts'

/** `GET /cvms/{id}/pre-launch-script/upgrade-status`: whether the stored script is the platform's own; servers before 2026-05 lack it. */
const scriptOriginSchema = z.pipe(
  z.looseObject({ is_official: flag, is_latest: flag }),
  z.transform(({ is_official, is_latest }) => ({ isOfficial: is_official, isLatest: is_latest })),
)

/** What is said of one script says nothing of the next: the answer belongs to the script that was stored when it was asked for. */
export const scriptOriginQuery = (cvmId: string, script: string | null) =>
  queryOptions({
    queryKey: [...cvmKeys.one(cvmId), 'script-origin', script],
    queryFn: ({ signal }) =>
      requestJson('GET /api/v1/cvms/{cvm_id}/pre-launch-script/upgrade-status', scriptOriginSchema, { path: { cvm_id: cvmId }, signal }),
    staleTime: slowPollMs,
    retry: false,
  })

/** Who wrote the stored script, where the platform did; `null` where it did not, or does not say so. */
export function scriptOriginWords({ isOfficial, isLatest }: z.output<typeof scriptOriginSchema>): string | null {
  if (isOfficial !== true) return null
  const age = isLatest === true ? ' It is its newest one.' : isLatest === false ? ' Phala Cloud has a newer one.' : ''
  return `Phala Cloud’s own script: the platform put it into the configuration, and it counts towards the compose hash.${age}`
}
