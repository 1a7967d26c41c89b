import { createStore, type ReadableStore } from '@/lib/store.ts'
import type { SessionPart } from '@/runs/session.ts'
import type { EnvDraft } from './environment-set.ts'

/** Entered values by CVM: in memory and nowhere else, so that going back from the review does not lose them. */
export interface EnvironmentMemory extends Pick<ReadableStore<unknown>, 'subscribe'> {
  /** `null` when nothing was entered for this CVM since the page was loaded. */
  read: (cvmId: string) => EnvDraft | null
  write: (cvmId: string, draft: EnvDraft) => void
  /** The update went through, or the person left: the values are no longer needed. */
  forget: (cvmId: string) => void
}

export function createEnvironmentMemory(): EnvironmentMemory & { forgetAll: () => void } {
  const drafts = createStore<ReadonlyMap<string, EnvDraft>>(new Map())
  return {
    subscribe: drafts.subscribe,
    read: (cvmId) => drafts.snapshot().get(cvmId) ?? null,
    write: (cvmId, draft) => drafts.set(new Map([...drafts.snapshot(), [cvmId, draft]])),
    forget(cvmId) {
      const left = new Map(drafts.snapshot())
      if (left.delete(cvmId)) drafts.set(left)
    },
    forgetAll: () => drafts.set(new Map()),
  }
}

/** What was entered in this session. Signing out leaves nothing behind for the next person. */
export const environmentMemoryPart: SessionPart<ReturnType<typeof createEnvironmentMemory>> = {
  make: createEnvironmentMemory,
  end: (memory) => memory.forgetAll(),
}
