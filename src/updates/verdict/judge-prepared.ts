import type * as cvms from '@/api/cvms.ts'
import { whereAbsent } from '@/api/reading/absent-answer.ts'
import type { HashVerdict, Prepared, Running } from './hash-verdict.ts'

type Reads = Pick<typeof cvms, 'fetchCvm' | 'fetchRawAppCompose'>

/**
 * Our own opinion of the hash that a prepared update asks to be registered. Reads the running revision afresh. A file that the server does
 * not hand out proves nothing; rejects with `ApiError` when a read failed.
 */
export async function judgePrepared(
  api: Reads,
  cvmId: string,
  prepared: Prepared,
  options: { signal?: AbortSignal } = {},
): Promise<HashVerdict> {
  const [{ judgeHash }, running] = await Promise.all([import('./hash-verdict.ts'), readRunning(api, cvmId, options)])
  return judgeHash(prepared, running)
}

/** The stored files before and after a prepared update, for someone to look at; `null` where they cannot be proven. */
export async function readProvenChange(api: Reads, cvmId: string, prepared: Prepared) {
  const [{ provenChange }, running] = await Promise.all([import('./hash-verdict.ts'), readRunning(api, cvmId)])
  return provenChange(prepared, running)
}

async function readRunning(api: Reads, cvmId: string, options: { signal?: AbortSignal } = {}): Promise<Running> {
  const [cvm, storedText] = await Promise.all([
    api.fetchCvm(cvmId, options),
    api.fetchRawAppCompose(cvmId, options).catch(whereAbsent(null)),
  ])
  return { storedText, composeHash: cvm.composeHash }
}
