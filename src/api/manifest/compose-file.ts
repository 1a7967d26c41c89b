import type { AppCompose } from '@/api/schemas/app-compose.ts'
import { ApiError } from '@/api/api-error.ts'
import { acceptedOrHash, type UpdateAnswer } from '@/api/cvms.ts'
import { type HashRequired, hashRequiredFrom } from '@/api/hash-required.ts'
import { type ComposeHash, parseHash32 } from '@/domain/identifiers.ts'
import { requestJson } from '@/api/http.ts'
import { provisionedSchema } from '@/api/schemas/compose-file.ts'
import { updateAnswerSchema } from '@/api/schemas/update-request.ts'

/**
 * Said alike in both steps: the names of the environment and its values stay what they are. Said differently, the manifest that is put to use
 * would be another one than the hash was taken of, and the CVM would not start.
 */
const environmentStays = { update_env_vars: false }

/** A manifest that the server holds, by its hash. Nothing of it is in use yet. */
export interface Provisioned {
  composeHash: ComposeHash
  /** What the app contract has to allow before; `null` where it does, or where no contract governs the CVM. */
  required: HashRequired | null
}

/**
 * Gives the server a manifest as a whole and learns its hash; nothing restarts, and asking again gives the same answer. `knownChainId` is the
 * CVM's own chain. Throws `ApiError`; `not-understood` for an answer without a hash, or without what is needed to have it allowed.
 */
export async function provisionComposeFile(
  cvmId: string,
  manifest: AppCompose,
  { knownChainId }: { knownChainId: number | null },
): Promise<Provisioned> {
  const route = 'POST /api/v1/cvms/{cvm_id}/compose_file/provision'
  const answer = await requestJson(route, provisionedSchema, {
    path: { cvm_id: cvmId },
    body: { ...manifest, name: manifest.name ?? '', ...environmentStays },
  })
  // A KMS without a contract has no chain, which some versions write as 0.
  const isGoverned = Boolean(answer.kms_info?.chain_id ?? knownChainId)
  const required = hashRequiredFrom(answer, knownChainId)
  const composeHash = parseHash32(answer.compose_hash)
  if (!composeHash || (isGoverned && !required)) {
    const message = 'The server’s answer does not name a hash of 32 bytes, or not the app and chain that it is to be allowed on.'
    throw new ApiError({ kind: 'not-understood', status: 200, method: 'POST', message })
  }
  return { composeHash, required: isGoverned && answer.compose_hash_registered !== true ? required : null }
}

/**
 * Puts a provisioned manifest to use, and restarts the CVM. No transaction goes along: the server reads the contract's list itself. Throws
 * `hash-expired` where it holds no manifest with this hash (any more).
 */
export async function commitComposeFile(
  cvmId: string,
  composeHash: ComposeHash,
  { knownChainId }: { knownChainId: number | null },
): Promise<UpdateAnswer> {
  const route = 'PATCH /api/v1/cvms/{cvm_id}/compose_file'
  try {
    return await acceptedOrHash(route, { cvmId, knownChainId }, () =>
      requestJson(route, updateAnswerSchema, { path: { cvm_id: cvmId }, body: { compose_hash: composeHash, ...environmentStays } }),
    )
  } catch (error) {
    // The hash is all that was said, so it is what a 400 is about.
    if (!(error instanceof ApiError) || error.status !== 400) throw error
    const { status, method, message, code, requestId } = error
    throw new ApiError({ kind: 'hash-expired', status, method, message, code, requestId, cause: error })
  }
}
