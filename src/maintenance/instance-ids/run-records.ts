import type { TextStore } from '@/lib/storage.ts'
import { createRecords, type Dropped, type RecordScope } from '@/runs/records.ts'
import { planSchema } from './plan-file.ts'
import type { RefreshPlan } from './refresh-plan.ts'
import type { RunState } from './refresh-run.ts'
import { journalOf, restoreRun, type RunJournal, runJournalSchema } from './run-journal.ts'

/** A run together with the plan that it carries out. */
export interface PlannedRun {
  plan: RefreshPlan
  run: RunState
}

/** Runs of the same plan are told apart by when each began. */
export const isSameRun = (one: PlannedRun, other: PlannedRun) =>
  one.plan.digest === other.plan.digest && one.run.startedAt === other.run.startedAt

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
    isKey: (changed: string) => changed === journals.keyOf(id),
    /** False when it will not survive a reload; the same for `save`. */
    begin: (plan: RefreshPlan): boolean => plans.write(id, plan),
    save: (plan: RefreshPlan, run: RunState): boolean => journals.write(id, journalOf(plan, run)),
    /** `dropped` as of one record; a plan or a journal that a newer version wrote keeps both of them. */
    read(): { run: PlannedRun | null; dropped: Dropped } {
      const journal = journals.read(id)
      const plan = plans.read(id)
      if (journal.dropped === 'newer' || plan.dropped === 'newer') return { run: null, dropped: 'newer' }
      if (!journal.value) {
        if (journal.dropped) remove()
        return { run: null, dropped: journal.dropped }
      }
      // The schema's outcomes differ from the union only in which kinds may lack a detail.
      const run = plan.value ? restoreRun(plan.value, journal.value as RunJournal) : null
      if (plan.value && run) return { run: { plan: plan.value, run }, dropped: false }
      remove()
      return { run: null, dropped: 'gone' }
    },
    /** How far a run got whose plan is known: its journal alone is read. `null` where that run is not on record, or has ended. */
    further({ plan, run }: PlannedRun): RunState | null {
      const [journal] = journals.list()
      const now = journal ? restoreRun(plan, journal.value as RunJournal) : null
      return now && now.step !== 'finished' && now.startedAt === run.startedAt ? now : null
    },
    remove,
  }
}
