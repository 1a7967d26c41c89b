import type * as cvms from '@/api/cvms.ts'
import type * as revisions from '@/api/revisions.ts'
import type { Cvm } from '@/domain/cvm.ts'
import type { ComposeHash } from '@/domain/identifiers.ts'
import { whereAbsent } from '@/api/reading/absent-answer.ts'
import type { HashVerdict, Prepared, ProvenHashes, Running } from './hash-verdict.ts'

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

/**
 * The same where the hash to be registered is not known yet: reads at once, and what comes of it tells later which hashes a change leads to.
 * However old that is by then, such a hash is that of exactly the wanted change; of any other it says nothing, since an update may have got
 * in between.
 */
export async function readAhead(api: Reads, cvmId: string, cvm: Promise<Pick<Cvm, 'composeHash'>>): Promise<ProvenHashes> {
  const [storedText, { composeHash }, { provenHashes }] = await Promise.all([readStored(api, cvmId), cvm, import('./hash-verdict.ts')])
  return provenHashes({ storedText, composeHash })
}

interface Redeployed {
  /** The server's hash, the one that would be registered. */
  composeHash: ComposeHash
  /** What was asked for, with the hash that the list of revisions named. */
  revision: { id: string; composeHash: ComposeHash | null }
}

/**
 * The same of a revision that is put back: its hash is known beforehand, and its manifest is handed out, though not byte for byte. Another
 * hash than the revision's own is a mismatch; a manifest that does not lead to it proves nothing.
 */
export async function judgeRedeployed(
  api: Reads & Pick<typeof revisions, 'fetchRevision'>,
  cvm: Pick<Cvm, 'id' | 'appId'>,
  { composeHash, revision }: Redeployed,
  options: { signal?: AbortSignal } = {},
): Promise<HashVerdict> {
  if (revision.composeHash !== null && revision.composeHash !== composeHash) {
    return { kind: 'mismatch', ours: revision.composeHash, leftOut: null }
  }
  if (cvm.appId === null) return { kind: 'unproven', reason: 'no-stored-file' }
  const [{ judgeManifest }, running, { manifest }] = await Promise.all([
    import('./hash-verdict.ts'),
    readRunning(api, cvm.id, options),
    api.fetchRevision(cvm.appId, revision.id, options),
  ])
  return manifest ? judgeManifest(composeHash, manifest, running) : { kind: 'unproven', reason: 'no-stored-file' }
}

/** The stored files before and after a prepared update, for someone to look at; `null` where they cannot be proven. */
export async function readProvenChange(api: Reads, cvmId: string, prepared: Prepared) {
  const [{ provenChange }, running] = await Promise.all([import('./hash-verdict.ts'), readRunning(api, cvmId)])
  return provenChange(prepared, running)
}

async function readRunning(api: Reads, cvmId: string, options: { signal?: AbortSignal } = {}): Promise<Running> {
  const [cvm, storedText] = await Promise.all([api.fetchCvm(cvmId, options), readStored(api, cvmId, options)])
  return { storedText, composeHash: cvm.composeHash }
}

const readStored = (api: Reads, cvmId: string, options: { signal?: AbortSignal } = {}): Promise<string | null> =>
  api.fetchRawAppCompose(cvmId, options).catch(whereAbsent(null))
