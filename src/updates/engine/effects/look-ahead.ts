import type { Cvm } from '@/domain/cvm.ts'
import { readAhead } from '@/updates/verdict/judge-prepared.ts'
import { recentOperations } from '../find-operation.ts'
import type { UpdateWorld } from '../update-world.ts'

/** What a request that is about to be made needs before and after it, asked for beside the page's last look at the server. */
export interface LookAhead {
  operations: { askedAt: number; ids: Promise<string[] | null> }
  /** Whether what ran then, with what is wanted, has this hash. Absent where no hash has to be allowed. */
  proves: ReturnType<typeof readAhead>
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
  const ids = listOperations(world, id)
  // Whoever takes it out hears of a failure then.
  ids.catch(() => {})
  return {
    operations: { askedAt: world.clock.now().getTime(), ids },
    ...(changesComposeHash && kms.chainId !== null ? { proves: readAhead(world.api, id, cvm) } : {}),
  }
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
