import { requestJson } from './http.ts'
import { refreshBatchSchema, refreshResultSchema } from './schemas/instance-ids.ts'

export interface RefreshOptions {
  runningOnly: boolean
  missingOnly: boolean
  overwrite: boolean
  dryRun: boolean
}

/** The API takes at most 500 ids a request. */
export const maxIdsPerRequest = 500

/** The exact body of a batch request. `limit` is always the number of ids: the default of 100 would silently cut a chunk. */
export const refreshBatchBody = (cvmIds: string[], options: RefreshOptions) => ({
  cvm_ids: cvmIds,
  running_only: options.runningOnly,
  missing_only: options.missingOnly,
  overwrite: options.overwrite,
  limit: cvmIds.length,
  dry_run: options.dryRun,
})

/** Resolves and stores (or, with `dryRun`, only resolves) the instance ids of 1 to 500 CVMs. */
export const refreshInstanceIds = (cvmIds: string[], options: RefreshOptions, signal?: AbortSignal) =>
  requestJson('PATCH /api/v1/cvms/instance-ids', refreshBatchSchema, {
    body: refreshBatchBody(cvmIds, options),
    ...(signal ? { signal } : {}),
  })

export const refreshInstanceId = (cvmId: string, options: { overwrite: boolean; dryRun: boolean }) =>
  requestJson('PATCH /api/v1/cvms/{cvm_id}/instance-id', refreshResultSchema, {
    path: { cvm_id: cvmId },
    body: { overwrite: options.overwrite, dry_run: options.dryRun },
  })
