import type { EnvDraft } from './environment-set.ts'

/** Entered values by CVM, in this tab's memory and nowhere else, so that going back from the review does not lose them. */
const drafts = new Map<string, EnvDraft>()
const listeners = new Set<() => void>()

const notify = () => {
  for (const listener of listeners) listener()
}

export const environmentMemory = {
  subscribe: (listener: () => void) => {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  },

  /** `null` when nothing was entered for this CVM since the page was loaded. */
  read: (cvmId: string): EnvDraft | null => drafts.get(cvmId) ?? null,

  write(cvmId: string, draft: EnvDraft) {
    drafts.set(cvmId, draft)
    notify()
  },

  /** The update went through, or the person left: the values are no longer needed. */
  forget(cvmId: string) {
    if (drafts.delete(cvmId)) notify()
  },

  /** Signing out leaves nothing behind for the next person. */
  forgetAll() {
    drafts.clear()
    notify()
  },
}
