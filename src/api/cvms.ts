import type { Cvm } from '@/domain/cvm.ts'
import * as z from 'zod/mini'
import { ApiError } from './api-error.ts'
import { type HashRequired, readHashRequired } from './hash-required.ts'
import { apiPath, requestJson, requestText } from './http.ts'
import { appComposeSchema } from './schemas/app-compose.ts'
import { cvmSchema } from './schemas/cvm.ts'
import { appKmsInfoSchema } from './schemas/kms.ts'
import { operationPageSchema } from './schemas/operation.ts'
import { availableOsImagesSchema } from './schemas/os-image.ts'
import { pendingUpdatesSchema } from './schemas/pending-updates.ts'
import { acceptedSchema, type UpdateCvmRequest } from './schemas/update-request.ts'

interface Options {
  signal?: AbortSignal
}

/** The CVM as the newer API version shows it. */
export const fetchCvm = (cvmId: string, options: Options = {}): Promise<Cvm> => requestJson(apiPath`/cvms/${cvmId}`, cvmSchema, options)

/** What only the older version has: KMS slug and scheduled deletion. */
export async function fetchCvmExtras(cvmId: string, options: Options = {}) {
  const old = await requestJson(apiPath`/cvms/${cvmId}`, cvmSchema, { ...options, version: '2025-10-28' })
  return { kmsSlug: old.kms.slug, scheduledDeleteAt: old.scheduledDeleteAt }
}

/** The stored app-compose manifest, parsed. */
export const fetchAppCompose = (cvmId: string, options: Options = {}) =>
  requestJson(apiPath`/cvms/${cvmId}/compose_file`, appComposeSchema, options)

/** The stored manifest's own bytes, which are what its hash is taken over. */
export const fetchRawAppCompose = (cvmId: string, options: Options = {}) =>
  requestText(`${apiPath`/cvms/${cvmId}/compose_file`}?raw=1`, options)

export const fetchOperations = (cvmId: string, options: Options & { limit?: number } = {}) =>
  requestJson(`${apiPath`/cvms/${cvmId}/operations`}?limit=${options.limit ?? 50}`, operationPageSchema, options)

export const fetchOsImages = (cvmId: string, options: Options = {}) =>
  requestJson(apiPath`/cvms/${cvmId}/available-os-images`, availableOsImagesSchema, options)

export const fetchAppKmsInfo = (appId: string, options: Options = {}) =>
  requestJson(apiPath`/apps/${appId}/kms-info`, appKmsInfoSchema, options)

export const fetchPendingUpdates = (appId: string, options: Options = {}) =>
  requestJson(apiPath`/apps/${appId}/pending-updates`, pendingUpdatesSchema, options)

/** What an update led to. Every other outcome is a thrown `ApiError`. */
export type UpdateAnswer = { type: 'accepted'; correlationId: string } | { type: 'hash-required'; required: HashRequired }

/**
 * Sends a partial update; `patch` holds the changed fields and nothing else. `knownChainId` is the CVM's chain.
 * A 465 is an answer here, not an error; one that cannot be understood throws `not-understood`.
 * `prepareOnly` asks for a commit token; it is not a dry run: without a need for approval the change is applied at once.
 */
export async function updateCvm(
  cvmId: string,
  patch: UpdateCvmRequest,
  { knownChainId, prepareOnly = false }: { knownChainId: number | null; prepareOnly?: boolean },
): Promise<UpdateAnswer> {
  try {
    const accepted = await requestJson(apiPath`/cvms/${cvmId}`, acceptedSchema, {
      method: 'PATCH',
      body: patch,
      ...(prepareOnly ? { headers: { 'X-Prepare-Only': 'true' } } : {}),
    })
    return { type: 'accepted', correlationId: accepted.correlation_id }
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 465) throw error
    const required = readHashRequired(error, knownChainId)
    if (required) return { type: 'hash-required', required }
    throw new ApiError({
      kind: 'not-understood',
      status: 465,
      message: 'The server asks for an on-chain approval, but its answer does not name a hash, an app and a chain.',
      method: 'PATCH',
      requestId: error.requestId,
      cause: error,
    })
  }
}

/** Confirms a registered hash: empty body, two headers. The server holds the change since it was prepared. */
export async function confirmUpdate(cvmId: string, proof: { composeHash: string; transactionHash: string }): Promise<string> {
  const accepted = await requestJson(apiPath`/cvms/${cvmId}`, acceptedSchema, {
    method: 'PATCH',
    body: {},
    headers: { 'X-Compose-Hash': proof.composeHash, 'X-Transaction-Hash': proof.transactionHash },
  })
  return accepted.correlation_id
}

/**
 * Commits a prepared update, whoever prepared it: the token is the credential, and it travels in the body alone. `transactionHash` is the
 * one that allowed the hash; with `null` the server looks at the contract's list only. Returns the correlation id.
 */
export async function commitUpdate(
  cvmId: string,
  { commitToken, composeHash, transactionHash }: { commitToken: string; composeHash: string; transactionHash: string | null },
): Promise<string> {
  const accepted = await requestJson(apiPath`/cvms/${cvmId}/commit-update`, acceptedSchema, {
    method: 'POST',
    body: { token: commitToken, compose_hash: composeHash, transaction_hash: transactionHash ?? 'already-registered' },
    withoutSession: true,
  })
  return accepted.correlation_id
}

/** Start, shut down (gracefully), stop (pull the power) or restart. */
export const runLifecycleAction = (cvmId: string, action: 'start' | 'shutdown' | 'stop' | 'restart') =>
  requestJson(apiPath`/cvms/${cvmId}/${action}`, z.nullish(z.looseObject({})), {
    method: 'POST',
    ...(action === 'restart' ? { body: { force: false } } : {}),
  })

/** Asks the running operation to stop. Throws `busy` (409) for a kind that cannot be cancelled. */
export const cancelOperation = (cvmId: string) =>
  requestJson(apiPath`/cvms/${cvmId}/operations/cancel`, z.looseObject({ cancelled: z.boolean() }), { method: 'POST' })

const noContent = z.nullish(z.looseObject({}))

/** Renames without a restart. 5 to 63 characters; a name that is taken is refused. */
export const renameCvm = (cvmId: string, name: string) =>
  requestJson(apiPath`/cvms/${cvmId}/name`, noContent, { method: 'PATCH', body: { name } })

/** Shows or hides the CVM in the public directory, without a restart. */
export const setListed = (cvmId: string, listed: boolean) =>
  requestJson(apiPath`/cvms/${cvmId}/listed`, noContent, { method: 'PATCH', body: { listed } })

/** `at` is an ISO time; `null` calls a scheduled deletion off. */
export const scheduleDelete = (cvmId: string, at: string | null) =>
  requestJson(apiPath`/cvms/${cvmId}/scheduled-delete`, noContent, { method: 'PATCH', body: { scheduled_delete_at: at } })

/** What the guest was given as `user_config`; the server may refuse it or fail to reach the node. */
export const fetchUserConfig = (cvmId: string, options: Options = {}) =>
  requestJson(apiPath`/cvms/${cvmId}/user_config`, z.looseObject({}), options)
