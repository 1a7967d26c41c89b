import { requestJson } from './http.ts'
import { cvmPageSchema } from './schemas/cvm.ts'
import { statusBatchSchema } from './schemas/cvm-status.ts'

interface Options {
  signal?: AbortSignal
}

/** The API's largest page. */
export const fleetPageSize = 100

export const fetchCvmPage = (page: number, options: Options = {}) =>
  requestJson('GET /api/v1/cvms/paginated', cvmPageSchema, { ...options, query: { page, page_size: fleetPageSize } })

/** Status of several CVMs at once, keyed by vm_uuid. */
export const fetchStatusBatch = (vmUuids: string[], options: Options = {}) =>
  requestJson('POST /api/v1/status/batch', statusBatchSchema, { ...options, body: { vm_uuids: vmUuids } })
