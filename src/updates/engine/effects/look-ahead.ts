import type { Cvm } from '@/domain/cvm.ts'
import type { ComposeHash } from '@/domain/identifiers.ts'
import type { WantedValues } from '@/updates/fields/fields.ts'
import type { ProvenHashes } from '@/updates/verdict/hash-verdict.ts'
import { readAhead } from '@/updates/verdict/judge-prepared.ts'
import { recentOperations } from '../find-operation.ts'
import type { UpdateWorld } from '../update-world.ts'

/** What is asked for before it is needed, so that nobody waits for it then: all but the last beside the page's last look at the server. */
export interface LookAhead {
  /** What the request is told from. */
  operations: { askedAt: number; ids: Promise<string[] | null> }
  /** What runs before the request, where a change needs the contract's word: the hashes that any change of it leads to. */
  hashesOf: Promise<ProvenHashes>
  /** The hashes that prove the one which the request is answered with, where exactly `wanted` is asked for. */
  hashes: { wanted: WantedValues; proven: Promise<ComposeHash[]> }
}

/** Of which CVM, as the page's own look reads it, and whether its compose hash will change. */
export interface LookedAt {
  cvm: Promise<Pick<Cvm, 'composeHash'>>
  changesComposeHash: boolean
}

/** Asks for it at once. Nothing is thrown: each part is a promise that rejects with `ApiError` for whoever takes it out. */
export function lookAhead(
  world: UpdateWorld,
  { id, kms }: Pick<Cvm, 'id' | 'kms'>,
  { cvm, changesComposeHash }: LookedAt,
): Partial<LookAhead> {
  const ids = heardLater(listOperations(world, id))
  return {
    operations: { askedAt: world.clock.now().getTime(), ids },
    ...(changesComposeHash && kms.chainId !== null ? { hashesOf: heardLater(readAhead(world.api, id, cvm)) } : {}),
  }
}

/** Whoever takes it out hears of a failure then. */
export function heardLater<Value>(promise: Promise<Value>): Promise<Value> {
  promise.catch(() => {})
  return promise
}

/** Correlation ids of the newest operations; `null` where one of them, or the list in time, could not be read. */
export const listOperations = (world: UpdateWorld, cvmId: string): Promise<string[] | null> =>
  inTime(world, async (signal) => {
    const { items, unreadable } = await world.api.fetchOperations(cvmId, { limit: recentOperations, signal })
    // Of a record that could not be read nobody could say later whether it is new.
    return unreadable > 0 ? null : items.map(({ correlationId }) => correlationId)
  })

/** `null` when the answer does not come within the time that one fact is waited for. */
async function inTime<Value>({ clock, pace }: UpdateWorld, ask: (signal: AbortSignal) => Promise<Value>): Promise<Value | null> {
  const isOver = new AbortController()
  try {
    return await Promise.race([ask(isOver.signal), clock.wait(pace.factMs, isOver.signal).then(() => null)])
  } finally {
    isOver.abort(new Error('answered or out of time'))
  }
}
