import { requestJson } from './http.ts'
import { batchStopSchema } from './schemas/batch-stop.ts'

/** The API takes at most 50 ids a request. */
export const maxIdsPerStop = 50

/** Pulls the power of 1 to 50 CVMs. The server skips those that have an operation under way, and does not say which. */
export const stopCvms = (cvmIds: string[]) => requestJson('POST /api/v1/cvms/batch-stop', batchStopSchema, { body: { cvm_ids: cvmIds } })
