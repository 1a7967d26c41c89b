import { useMemo } from 'react'
import { browserStore } from '@/lib/storage.ts'
import { useRecordScope } from '@/runs/use-session.ts'
import { type Draft, draftOf, draftRecords } from './draft-store.ts'
import type { EnvironmentChange } from '@/updates/environment/environment-set.ts'
import type { EditValues } from '@/updates/fields/fields.ts'

export interface DraftHandle {
  /** The kept draft as it is now; put it on the form with `restoreDraft(draft, fresh)`. `null` without one. */
  read: () => Draft | null
  /** Keeps the edits; forgets the draft when nothing differs. False when it will not survive a reload. */
  save: (baseline: EditValues, values: EditValues, environment?: EnvironmentChange | null) => boolean
  discard: () => void
}

/** Edits of one CVM that were not applied yet. `null` until it is known whose they are. */
export function useDraft(cvm: { id: string; name: string }): DraftHandle | null {
  const scope = useRecordScope()
  return useMemo(() => {
    if (!scope) return null
    const drafts = draftRecords(browserStore, scope)
    return {
      read: () => drafts.read(cvm.id).value,
      save(baseline, values, environment = null) {
        const draft = draftOf(cvm.name, baseline, values, new Date(), environment)
        if (draft) return drafts.write(cvm.id, draft)
        drafts.remove(cvm.id)
        return true
      },
      discard: () => drafts.remove(cvm.id),
    }
  }, [scope, cvm.id, cvm.name])
}
