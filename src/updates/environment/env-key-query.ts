import { queryOptions } from '@tanstack/react-query'
import { cvmQueries } from '@/api/queries.ts'
import type { UpdateCvmRequest } from '@/api/schemas/update-request.ts'
import type { EnvKey } from '@/api/env-key.ts'
import type { Cvm } from '@/domain/cvm.ts'
import type { EnvironmentResult } from './environment-set.ts'

/** The key that this CVM's environment is encrypted for. Its code, with the curves that check it, is loaded when first asked. */
export const envKeyQuery = (cvm: Pick<Cvm, 'id' | 'appId' | 'kms'>) =>
  queryOptions({
    queryKey: [...cvmQueries.one(cvm.id), 'env-key'],
    queryFn: async ({ signal }) => (await import('@/api/env-key.ts')).fetchEnvKey(cvm, { signal }),
    staleTime: 60_000,
    retry: false,
  })

/** The request with the environment encrypted into it. What it returns is sent and never stored or shown. */
export async function withEncryptedEnvironment(
  patch: UpdateCvmRequest,
  { entries }: EnvironmentResult,
  key: EnvKey,
): Promise<UpdateCvmRequest> {
  const { encryptEnv } = await import('@/domain/env-encryption.ts')
  return { ...patch, encrypted_env: await encryptEnv(entries, key.publicKey) }
}
