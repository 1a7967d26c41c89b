import * as z from 'zod/mini'
import { appContractOf, type ComposeHash, type Hash32, type Hex, parseAppId, parseHash32 } from '@/domain/identifiers.ts'
import type { ApiError } from './api-error.ts'
import type { PageEndpoint } from './endpoints.ts'
import { usualVersion } from './http.ts'
import { hashRequiredFieldsSchema } from './schemas/hash-required.ts'
import type { Page } from './session/page-session.ts'

/** What a 465 asks for: this hash, allowed on this app contract, on this chain. */
export interface HashRequired {
  /** The server's hash is the one to register; 64 hex characters. */
  composeHash: ComposeHash
  appId: string
  appContract: Hex
  deviceId: Hash32 | null
  chainId: number
  kmsContract: Hex | null
  kmsSlug: string | null
  /** Only when the update was prepared for approval elsewhere. The token is a bearer secret: memory only. */
  prepared: { commitToken: string; commitUrl: string | null; apiCommitUrl: string | null } | null
}

const detailsSchema = z.looseObject({ details: z.array(z.looseObject({ field: z.string(), value: z.optional(z.unknown()) })) })

/** `details: [{field, value}]` at top level or under `detail`, or the flat legacy body, as one flat object. */
function fieldsOf(body: unknown): unknown {
  const nested = body !== null && typeof body === 'object' && 'detail' in body ? body.detail : undefined
  for (const candidate of [body, nested]) {
    const listed = z.safeParse(detailsSchema, candidate)
    if (listed.success) return Object.fromEntries(listed.data.details.map(({ field, value }) => [field, value]))
  }
  return nested !== undefined && typeof nested === 'object' ? nested : body
}

/**
 * Reads a 465. `null` when the body does not name a 32-byte hash, a 20-byte app id and a chain: signing something half understood is worse
 * than stopping. `knownChainId` is the CVM's own chain, used when the body's KMS block does not name one.
 */
export function readHashRequired(error: ApiError, knownChainId: number | null): HashRequired | null {
  return error.status === 465 ? hashRequiredFrom(fieldsOf(error.body), knownChainId) : null
}

/** The same from the fields themselves, wherever they stand. */
export function hashRequiredFrom(body: unknown, knownChainId: number | null): HashRequired | null {
  const parsed = z.safeParse(hashRequiredFieldsSchema, body)
  if (!parsed.success) return null
  const fields = parsed.data
  const composeHash = parseHash32(fields.compose_hash)
  const appId = parseAppId(fields.app_id)
  const appContract = appContractOf(appId)
  const chainId = fields.kms_info?.chain_id ?? knownChainId
  if (!composeHash || !appId || !appContract || chainId === null) return null
  return {
    composeHash,
    appId,
    appContract,
    deviceId: parseHash32(fields.device_id),
    chainId,
    kmsContract: appContractOf(fields.kms_info?.kms_contract_address),
    kmsSlug: fields.kms_info?.slug ?? null,
    prepared: fields.commit_token
      ? { commitToken: fields.commit_token, commitUrl: fields.commit_url ?? null, apiCommitUrl: fields.api_commit_url ?? null }
      : null,
  }
}

/** Puts a 465 that `readHashRequired` could not read on the contract report of the page that asked, by its places and without its values. */
export async function reportUnreadHash(
  error: ApiError,
  { page, route, cvmId }: { page: Page; route: PageEndpoint; cvmId: string },
): Promise<void> {
  const reading = await import('./reading/read-answer.ts').catch(() => null)
  const schema = hashRequiredFieldsSchema
  const body = fieldsOf(error.body)
  const misread = reading?.readAnswer(schema, body).misread ?? []
  const odd = { path: 'details', expected: 'a hash, an app and a chain', found: 'others', lost: 'answer' as const, count: 1 }
  page.read({ route, version: usualVersion(page), about: cvmId, schema, body, misread: misread.length > 0 ? misread : [odd] })
}
