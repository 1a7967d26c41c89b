import { useMemo, useState } from 'react'
import { browserStore } from '@/lib/storage.ts'
import type { Records } from '@/runs/records.ts'
import { useRecordScope } from '@/runs/use-session.ts'
import { type Draft, draftOf, draftRecords } from './draft-store.ts'
import type { EnvironmentChange } from '@/updates/environment/environment-set.ts'
import type { EditValues } from '@/updates/fields/fields.ts'

export interface DraftHandle {
  /** The kept draft as it is now; put it on the form with `restoreDraft(draft, fresh)`. `null` without one. */
  read: () => Draft | null
  /** Keeps the edits in place of whatever was kept. Where nothing differs there is no draft; another tab's stays. Hands back what was kept. */
  save: (baseline: EditValues, values: EditValues, environment?: EnvironmentChange | null) => Draft | null
  /** The same for edits that stayed while the server's copy moved under them: a draft that another tab has kept since is left as it is. */
  follow: (baseline: EditValues, values: EditValues, environment?: EnvironmentChange | null) => Draft | null
  /** Forgets the draft, unless it is one that another tab has kept since. */
  discard: () => void
}

/** When the record was kept that this page read or wrote last: any other one is another tab's. */
interface KnownDraft {
  savedAt: string | null
}

/** Edits of one CVM that were not applied yet. `null` until it is known whose they are. */
export function useDraft(cvm: { id: string; name: string }): DraftHandle | null {
  const scope = useRecordScope()
  const [known] = useState<KnownDraft>(() => ({ savedAt: null }))
  return useMemo(() => scope && draftHandle(draftRecords(browserStore, scope), cvm.id, cvm.name, known), [scope, cvm.id, cvm.name, known])
}

function draftHandle(drafts: Records<Draft>, cvmId: string, cvmName: string, known: KnownDraft): DraftHandle {
  const isOthers = () => {
    const kept = drafts.read(cvmId).value
    return kept !== null && kept.savedAt !== known.savedAt
  }
  const discard = () => {
    if (!isOthers()) drafts.remove(cvmId)
  }
  const keep =
    (mayReplace: () => boolean): DraftHandle['save'] =>
    (baseline, values, environment = null) => {
      const draft = draftOf(cvmName, baseline, values, new Date(), environment)
      if (!draft) discard()
      else if (mayReplace()) {
        drafts.write(cvmId, draft)
        known.savedAt = draft.savedAt
      }
      return draft
    }
  return {
    read() {
      const draft = drafts.read(cvmId).value
      known.savedAt = draft?.savedAt ?? null
      return draft
    },
    save: keep(() => true),
    follow: keep(() => !isOthers()),
    discard,
  }
}
