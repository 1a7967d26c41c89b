import { commitComposeFile, provisionComposeFile } from '@/api/manifest/compose-file.ts'
import {
  confirmRedeploy,
  confirmUpdate,
  fetchAppCompose,
  fetchCvm,
  fetchOperations,
  fetchRawAppCompose,
  fetchUserConfig,
  redeployRevision,
  updateCvm,
} from '@/api/cvms.ts'
import { fetchRevision } from '@/api/revisions.ts'
import type { RuntimeConfig } from '@/api/schemas/runtime-config.ts'
import { pageRecord } from '@/api/session/page-record.ts'
import { signedOut } from '@/api/signed-out.ts'
import { UnknownChain } from '@/chain/chain-errors.ts'
import { systemClock } from '@/lib/clock.ts'
import { browserStore } from '@/lib/storage.ts'
import type { RecordScope } from '@/runs/records.ts'
import type { Session } from '@/runs/session.ts'
import { environmentMemoryPart } from '@/updates/environment/environment-memory.ts'
import { type ChainReads, type UpdateWorld, usualPace } from './update-world.ts'

/** The world of a session's updates: the API on its own origin, the configured chains, this browser's storage and locks. */
export const openUpdateWorld = (session: Session, config: RuntimeConfig, scope: RecordScope): UpdateWorld => ({
  ...openPublicWorld(config),
  scope,
  environment: session.part(environmentMemoryPart),
})

/** The same for pages that need no sign-in: what they keep belongs to the browser, and nobody enters values there. */
export const openPublicWorld = (config: RuntimeConfig): UpdateWorld => ({
  scope: { upstream: config.upstream, worldId: config.worldId ?? null, owner: null },
  api: {
    updateCvm,
    confirmUpdate,
    redeployRevision,
    confirmRedeploy,
    provisionComposeFile,
    commitComposeFile,
    fetchRevision,
    fetchOperations,
    fetchCvm,
    fetchAppCompose,
    fetchRawAppCompose,
    fetchUserConfig,
  },
  chain: chainOpener(config.chains),
  store: browserStore,
  clock: systemClock,
  serverClock: { toServer: (localMs) => pageRecord.current().clock.toServer(localMs) },
  locks: globalThis.navigator?.locks ?? null,
  pace: usualPace,
  environment: { forget: () => {} },
  untilKeyAccepted: () => signedOut.untilKeyAccepted(),
})

/** One connection per chain, opened when it is first asked. */
export function chainOpener(chains: RuntimeConfig['chains'], options: { baseUrl?: string } = {}): UpdateWorld['chain'] {
  const opened = new Map<number, Promise<ChainReads>>()
  return (chainId) => {
    const facts = chains.find((chain) => chain.id === chainId)
    if (!facts) return Promise.reject(new UnknownChain(chainId))
    let reads = opened.get(chainId)
    if (!reads) {
      reads = import('./chain-reads.ts').then(({ chainReads }) => chainReads(facts, options))
      // A chunk that could not be loaded is asked for again.
      reads.catch(() => opened.delete(chainId))
      opened.set(chainId, reads)
    }
    return reads
  }
}
