import { envKeySigner, samePublicKey } from '@/domain/env-key-signature.ts'
import { isContractGoverned } from '@/domain/cvm-capabilities.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { parseHash32 } from '@/domain/identifiers.ts'
import { ApiError } from './api-error.ts'
import { EnvKeyError } from './env-key-error.ts'
import { fetchCvm, fetchCvmExtras } from './cvms.ts'
import { requestJson } from './http.ts'
import { envPublicKeySchema, kmsDetailSchema } from './schemas/kms.ts'

interface Options {
  signal?: AbortSignal
}

/** The key that an environment is encrypted for: 64 hex characters, and who vouches for it. */
export type EnvKey =
  /** Named in the CVM's details, by a KMS that Phala Cloud runs itself. */
  | { publicKey: string; source: 'cvm' }
  /** Handed out and signed by the KMS. `unpinned`: the signature fits, but the server does not name the KMS's own key to compare with. */
  | { publicKey: string; source: 'kms'; kmsSlug: string; signer: 'pinned' | 'unpinned' }

/**
 * Finds the key that this CVM alone can open. Under a contract the KMS hands out one key for each app and signs it, and the signature is
 * checked; otherwise the CVM's details name it. Throws `EnvKeyError` when there is none to trust, `ApiError` when it could not be asked.
 */
export async function fetchEnvKey(cvm: Pick<Cvm, 'id' | 'appId' | 'kms'>, options: Options = {}): Promise<EnvKey> {
  const isGoverned = isContractGoverned(cvm)
  if (!isGoverned) {
    // Asked anew: the copy on screen may stem from a list, which does not name it.
    const publicKey = (await fetchCvm(cvm.id, options)).kms.envPublicKey ?? cvm.kms.envPublicKey
    if (publicKey) return { publicKey, source: 'cvm' }
    if (cvm.kms.type !== 'ethereum' && cvm.kms.type !== 'base') throw new EnvKeyError('no-key')
  }
  if (!cvm.appId) throw new EnvKeyError('no-app')
  // Never `kms.type`: several key servers share one type, and the server does not know it as a name.
  const kmsSlug = cvm.kms.slug ?? (await fetchCvmExtras(cvm.id, options)).kmsSlug
  if (!kmsSlug) throw new EnvKeyError('no-kms')

  const [answer, kmsKey] = await Promise.all([
    requestJson('GET /api/v1/kms/{kms_id}/pubkey/{app_id}', envPublicKeySchema, {
      ...options,
      path: { kms_id: kmsSlug, app_id: cvm.appId },
    }),
    fetchKmsKey(kmsSlug, options),
  ])
  const publicKey = parseHash32(answer.public_key)
  const signer = envKeySigner({ appId: cvm.appId, publicKey: answer.public_key, signature: answer.signature })
  if (!publicKey || !signer) throw new EnvKeyError('bad-signature')
  if (kmsKey !== null && !samePublicKey(signer, kmsKey)) throw new EnvKeyError('wrong-signer')
  return { publicKey, source: 'kms', kmsSlug, signer: kmsKey === null ? 'unpinned' : 'pinned' }
}

/** The KMS's own secp256k1 key; `null` where this server does not tell it. */
async function fetchKmsKey(kmsSlug: string, options: Options): Promise<string | null> {
  try {
    return (await requestJson('GET /api/v1/kms/{kms_id}', kmsDetailSchema, { ...options, path: { kms_id: kmsSlug } })).k256_pubkey ?? null
  } catch (error) {
    if (error instanceof ApiError && (error.kind === 'not-found' || error.kind === 'not-offered')) return null
    throw error
  }
}
