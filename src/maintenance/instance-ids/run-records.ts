import type { TextStore } from '@/lib/storage.ts'
import { createRecords, type RecordScope } from '@/runs/records.ts'
import { planSchema } from './plan-file.ts'
import type { RefreshPlan } from './refresh-plan.ts'
import type { RunState } from './refresh-run.ts'
import { journalOf, restoreRun, type RunJournal, runJournalSchema } from './run-journal.ts'

/** A session has at most one run on record. */
const id = 'run'

/**
 * A run on record: its plan, written once since it is large, and how far it got, written before each request. It outlives its tab, until
 * somebody has seen how it ended.
 */
export function runRecords(store: TextStore, scope: RecordScope) {
  const plans = createRecords({ store, scope, kind: 'instance-ids-plan', version: 1, schema: planSchema })
  const journals = createRecords({ store, scope, kind: 'instance-ids-run', version: 1, schema: runJournalSchema })
  const remove = () => {
    journals.remove(id)
    plans.remove(id)
  }
  return {
    /** False when it will not survive a reload; the same for `save`. */
    begin: (plan: RefreshPlan): boolean => plans.write(id, plan),
    save: (plan: RefreshPlan, run: RunState): boolean => journals.write(id, journalOf(plan, run)),
    /** `isUnreadable`: there was a record that made no sense; it is gone now. */
    read(): { run: { plan: RefreshPlan; run: RunState } | null; isUnreadable: boolean } {
      const { value, dropped } = journals.read(id)
      if (!value) {
        if (dropped) remove()
        return { run: null, isUnreadable: dropped }
      }
      const plan = plans.read(id).value
      // The schema's outcomes differ from the union only in which kinds may lack a detail.
      const run = plan ? restoreRun(plan, value as RunJournal) : null
      if (plan && run) return { run: { plan, run }, isUnreadable: false }
      remove()
      return { run: null, isUnreadable: true }
    },
    remove,
  }
}
