import type { Cvm } from '@/domain/cvm.ts'
import type { ComposeHash, TransactionHash } from '@/domain/identifiers.ts'
import * as z from 'zod/mini'
import { ApiError } from './api-error.ts'
import type { PageEndpoint } from './endpoints.ts'
import { type HashRequired, readHashRequired, reportUnreadHash } from './hash-required.ts'
import { requestText } from './http-text.ts'
import { requestJson } from './http.ts'
import { appComposeSchema } from './schemas/app-compose.ts'
import { cvmExtrasSchema, cvmInFullSchema } from './schemas/cvm-details.ts'
import { appKmsInfoSchema } from './schemas/kms.ts'
import { operationPageSchema } from './schemas/operation.ts'
import { availableOsImagesSchema } from './schemas/os-image.ts'
import { pendingUpdatesSchema } from './schemas/apps/pending-updates.ts'
import { pageSession } from './session/page-session.ts'
import { apiVersions } from './session/request-headers.ts'
import { acceptedSchema, updateAnswerSchema, type UpdateCvmRequest } from './schemas/update-request.ts'

interface Options {
  signal?: AbortSignal
}

/** The CVM as the newer API version shows it. */
export const fetchCvm = (cvmId: string, options: Options = {}): Promise<Cvm> =>
  requestJson('GET /api/v1/cvms/{cvm_id}', cvmInFullSchema, { ...options, path: { cvm_id: cvmId } })

/** What only the older version has: scheduled deletion, names of the KMS, project. */
export const fetchCvmExtras = (cvmId: string, options: Options = {}) =>
  requestJson('GET /api/v1/cvms/{cvm_id}', cvmExtrasSchema, { ...options, path: { cvm_id: cvmId }, version: '2025-10-28' })

/** The stored app-compose manifest, parsed. */
export const fetchAppCompose = (cvmId: string, options: Options = {}) =>
  requestJson('GET /api/v1/cvms/{cvm_id}/compose_file', appComposeSchema, { ...options, path: { cvm_id: cvmId } })

/** The stored manifest's own bytes, which are what its hash is taken over. */
export const fetchRawAppCompose = (cvmId: string, options: Options = {}) =>
  requestText('GET /api/v1/cvms/{cvm_id}/compose_file', { ...options, path: { cvm_id: cvmId }, query: { raw: 1 } })

export const fetchOperations = (cvmId: string, { signal, limit = 50 }: Options & { limit?: number } = {}) =>
  requestJson('GET /api/v1/cvms/{cvm_id}/operations', operationPageSchema, {
    signal,
    path: { cvm_id: cvmId },
    query: { limit },
  })

export const fetchOsImages = (cvmId: string, options: Options = {}) =>
  requestJson('GET /api/v1/cvms/{cvm_id}/available-os-images', availableOsImagesSchema, { ...options, path: { cvm_id: cvmId } })

export const fetchAppKmsInfo = (appId: string, options: Options = {}) =>
  requestJson('GET /api/v1/apps/{app_id}/kms-info', appKmsInfoSchema, { ...options, path: { app_id: appId } })

export const fetchPendingUpdates = (appId: string, options: Options = {}) =>
  requestJson('GET /api/v1/apps/{app_id}/pending-updates', pendingUpdatesSchema, { ...options, path: { app_id: appId } })

/** What an update led to. Every other outcome is a thrown `ApiError`. */
export type UpdateAnswer = { type: 'accepted'; correlationId: string } | { type: 'hash-required'; required: HashRequired }

/**
 * Sends a partial update; `patch` holds the changed fields and nothing else. `knownChainId` is the CVM's chain.
 * A 465 is an answer here, not an error; one that cannot be understood throws `not-understood`. Where the server says that nothing would
 * change, `no-change` is thrown: nothing was started.
 * `prepareOnly` asks for a commit token; it is not a dry run: without a need for approval the change is applied at once.
 */
export async function updateCvm(
  cvmId: string,
  patch: UpdateCvmRequest,
  { knownChainId, prepareOnly = false }: { knownChainId: number | null; prepareOnly?: boolean },
): Promise<UpdateAnswer> {
  const route = 'PATCH /api/v1/cvms/{cvm_id}'
  return acceptedOrHash(route, { cvmId, knownChainId }, () =>
    requestJson(route, updateAnswerSchema, {
      path: { cvm_id: cvmId },
      body: patch,
      ...(prepareOnly ? { headers: { 'X-Prepare-Only': 'true' } } : {}),
    }),
  )
}

/** Puts a revision of the CVM's app back on it; the same answers as an update, and a restart all the same. */
export async function redeployRevision(
  cvmId: string,
  revisionId: string,
  { knownChainId }: { knownChainId: number | null },
): Promise<UpdateAnswer> {
  const route = 'POST /api/v1/cvms/{cvm_id}/revisions/{revision_id}/redeploy'
  return acceptedOrHash(route, { cvmId, knownChainId }, () =>
    requestJson(route, updateAnswerSchema, { path: { cvm_id: cvmId, revision_id: revisionId } }),
  )
}

/** What `send` was answered: accepted, or a 465 that was understood. */
export async function acceptedOrHash(
  route: PageEndpoint,
  { cvmId, knownChainId }: { cvmId: string; knownChainId: number | null },
  send: () => Promise<z.output<typeof updateAnswerSchema>>,
): Promise<UpdateAnswer> {
  const page = pageSession.current()
  try {
    const { correlationId } = await send()
    if (correlationId !== null) return { type: 'accepted', correlationId }
    const method = route.slice(0, route.indexOf(' '))
    throw new ApiError({ kind: 'no-change', status: 202, message: 'Phala Cloud answered that there is nothing to change.', method })
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 465) throw error
    const required = readHashRequired(error, knownChainId)
    if (required) return { type: 'hash-required', required }
    await reportUnreadHash(error, { page, route, cvmId })
    throw new ApiError({
      kind: 'not-understood',
      status: 465,
      message: 'The server asks for an on-chain approval, but its answer lacks a hash, an app or a chain.',
      method: error.method,
      requestId: error.requestId,
      cause: error,
    })
  }
}

/** Confirms a registered hash: empty body, two headers. The server holds the change since it was prepared. */
export async function confirmUpdate(
  cvmId: string,
  registered: { composeHash: ComposeHash; transactionHash: TransactionHash },
): Promise<string> {
  const accepted = await requestJson('PATCH /api/v1/cvms/{cvm_id}', acceptedSchema, {
    path: { cvm_id: cvmId },
    body: {},
    headers: { 'X-Compose-Hash': registered.composeHash, 'X-Transaction-Hash': registered.transactionHash },
  })
  return accepted.correlation_id
}

/** Asks for a revision again with the transaction that registered its hash: no body, the hash is in the query. */
export async function confirmRedeploy(cvmId: string, revisionId: string, transactionHash: TransactionHash): Promise<string> {
  const accepted = await requestJson('POST /api/v1/cvms/{cvm_id}/revisions/{revision_id}/redeploy', acceptedSchema, {
    path: { cvm_id: cvmId, revision_id: revisionId },
    query: { transaction_hash: transactionHash },
  })
  return accepted.correlation_id
}

/**
 * Commits a prepared update, whoever prepared it: the token is the credential, and it travels in the body alone. `transactionHash` is the
 * one that allowed the hash; with `null` the server looks at the contract's list only. Returns the correlation id.
 */
export async function commitUpdate(
  cvmId: string,
  { commitToken, composeHash, transactionHash }: { commitToken: string; composeHash: ComposeHash; transactionHash: TransactionHash | null },
): Promise<string> {
  const accepted = await requestJson('POST /api/v1/cvms/{cvm_id}/commit-update', acceptedSchema, {
    path: { cvm_id: cvmId },
    body: { token: commitToken, compose_hash: composeHash, transaction_hash: transactionHash ?? 'already-registered' },
    withoutSession: true,
    // A page that only holds a link has read nothing yet that would tell which versions this server knows, and its answer is one in all.
    version: apiVersions.older,
  })
  return accepted.correlation_id
}

const powerRoutes = {
  start: 'POST /api/v1/cvms/{cvm_id}/start',
  shutdown: 'POST /api/v1/cvms/{cvm_id}/shutdown',
  stop: 'POST /api/v1/cvms/{cvm_id}/stop',
  restart: 'POST /api/v1/cvms/{cvm_id}/restart',
} as const

/** Start, shut down (gracefully), stop (pull the power) or restart; `force` restarts without waiting for the containers. */
export const runLifecycleAction = (cvmId: string, action: keyof typeof powerRoutes, { force = false } = {}) =>
  requestJson(powerRoutes[action], z.nullish(z.looseObject({})), {
    path: { cvm_id: cvmId },
    ...(action === 'restart' ? { body: { force } } : {}),
  })

/** Deletes a CVM with its disk, at once and for ever. */
export const deleteCvm = (cvmId: string) => requestJson('DELETE /api/v1/cvms/{cvm_id}', noContent, { path: { cvm_id: cvmId } })

/** Asks the running operation to stop. Throws `busy` (409) for a kind that cannot be cancelled. */
export const cancelOperation = (cvmId: string) =>
  requestJson('POST /api/v1/cvms/{cvm_id}/operations/cancel', z.looseObject({ cancelled: z.boolean() }), { path: { cvm_id: cvmId } })

const noContent = z.nullish(z.looseObject({}))

/** Renames without a restart. 5 to 63 characters; a name that is taken is refused. */
export const renameCvm = (cvmId: string, name: string) =>
  requestJson('PATCH /api/v1/cvms/{cvm_id}/name', noContent, { path: { cvm_id: cvmId }, body: { name } })

/** Shows or hides the CVM in the public directory, without a restart. */
export const setListed = (cvmId: string, listed: boolean) =>
  requestJson('PATCH /api/v1/cvms/{cvm_id}/listed', noContent, { path: { cvm_id: cvmId }, body: { listed } })

/** `at` is an ISO time; `null` calls a scheduled deletion off. */
export const scheduleDelete = (cvmId: string, at: string | null) =>
  requestJson('PATCH /api/v1/cvms/{cvm_id}/scheduled-delete', noContent, { path: { cvm_id: cvmId }, body: { scheduled_delete_at: at } })

/** What the guest was given as `user_config`; the server may refuse it or fail to reach the node. */
export const fetchUserConfig = (cvmId: string, options: Options = {}) =>
  requestJson('GET /api/v1/cvms/{cvm_id}/user_config', z.looseObject({}), { ...options, path: { cvm_id: cvmId } })
