import * as cvms from '@/api/cvms.ts'
import type { RuntimeConfig } from '@/api/schemas/runtime-config.ts'
import { UnknownChain } from '@/chain/chain-errors.ts'
import { systemClock } from '@/lib/clock.ts'
import { browserStore } from '@/lib/storage.ts'
import { type ChainReads, type UpdateWorld, usualPace } from './update-world.ts'

let world: UpdateWorld | undefined

/** The world of this page: the API on its own origin, the configured chains, this browser's storage and locks. Built once. */
export function updateWorld(config: RuntimeConfig): UpdateWorld {
  const scope = { upstream: config.upstream, worldId: config.worldId ?? null }
  if (world && world.scope.upstream === scope.upstream && world.scope.worldId === scope.worldId) return world
  world = {
    scope,
    api: cvms,
    chain: chainOpener(config.chains),
    store: browserStore,
    clock: systemClock,
    locks: globalThis.navigator?.locks ?? null,
    pace: usualPace,
  }
  return world
}

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
