import * as z from 'zod/mini'
import { ApiError } from '@/api/api-error.ts'
import { requestJson } from '@/api/http.ts'
import { attestationSchema, collateralSchema } from '@/api/schemas/attestation.ts'

interface Options {
  signal?: AbortSignal
}

export type Attestation = z.output<typeof attestationSchema>

/** What a CVM shows of itself: quote, event log, measured file. Parts of a private CVM, and of one that is off, are missing. */
export const fetchAttestation = (cvmId: string, options: Options = {}): Promise<Attestation> =>
  requestJson('GET /api/v1/cvms/{cvm_id}/attestation', attestationSchema, { ...options, path: { cvm_id: cvmId } })

/** What is needed to judge a quote, by the SHA-256 of its bytes; `null` where the server knows no such quote. */
export async function fetchCollateral(checksum: string, options: Options = {}): Promise<Record<string, unknown> | null> {
  try {
    return await requestJson('GET /api/v1/attestations/collateral/{checksum}', collateralSchema, { ...options, path: { checksum } })
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return null
    throw error
  }
}

/** Hands a quote to the vendor, who stores it and then knows collateral for it. What the vendor says about it is not read. */
export const handInQuote = (hex: string) => requestJson('POST /api/v1/attestations/verify', z.looseObject({}), { body: { hex } })
