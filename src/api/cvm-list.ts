import { apiPath, requestJson } from './http.ts'
import { cvmPageSchema } from './schemas/cvm.ts'
import { statusBatchSchema } from './schemas/cvm-status.ts'

interface Options {
  signal?: AbortSignal
}

/** The API's largest page. */
const fleetPageSize = 100

export const fetchCvmPage = (page: number, options: Options = {}) =>
  requestJson(`${apiPath`/cvms/paginated`}?page=${page}&page_size=${fleetPageSize}`, cvmPageSchema, options)

/** Status of several CVMs at once, keyed by vm_uuid. */
export const fetchStatusBatch = (vmUuids: string[], options: Options = {}) =>
  requestJson(apiPath`/status/batch`, statusBatchSchema, { ...options, method: 'POST', body: { vm_uuids: vmUuids } })
