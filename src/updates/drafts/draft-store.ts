import * as z from 'zod/mini'
import type { TextStore } from '@/lib/storage.ts'
import { changedFields, chosenOptions } from '@/updates/plan/build-patch.ts'
import type { EnvironmentChange } from '@/updates/environment/environment-set.ts'
import { type EditValues, type FieldName, type WantedValues } from '@/updates/fields/fields.ts'
import { type Merge, mergeBaseline } from '@/updates/plan/merge-baseline.ts'
import { createRecords, type Records, type RecordScope } from '@/runs/records.ts'
import { wantedValuesSchema } from '@/updates/fields/stored-values.ts'

/** Edits that were not applied yet: only the fields that differ, each with the value it had when it was edited. */
export interface Draft {
  cvmName: string
  /** ISO time of the last edit. */
  savedAt: string
  edits: WantedValues
  before: WantedValues
  /** Decisions about the environment, as names; their values have to be entered again. Absent while it is left out. */
  environment?: EnvironmentChange
}

const draftSchema = z.object({
  cvmName: z.string(),
  savedAt: z.string().check(z.refine((text) => !Number.isNaN(Date.parse(text)))),
  edits: wantedValuesSchema,
  before: wantedValuesSchema,
  environment: z.optional(z.object({ added: z.array(z.string()), replaced: z.array(z.string()), removed: z.array(z.string()) })),
})

export const draftRecords = (store: TextStore, scope: RecordScope): Records<Draft> =>
  createRecords({ store, scope, kind: 'draft', version: 1, schema: draftSchema })

const pick = (values: EditValues, names: FieldName[]): WantedValues => Object.fromEntries(names.map((name) => [name, values[name]]))

/** What to keep of a form; `null` when nothing differs. */
export function draftOf(
  cvmName: string,
  baseline: EditValues,
  values: EditValues,
  now: Date,
  environment: EnvironmentChange | null = null,
): Draft | null {
  const changed = changedFields(baseline, values)
  if (changed.length === 0 && !environment) return null
  const names = [...changed, ...chosenOptions(baseline, values)]
  const edits = { edits: pick(values, names), before: pick(baseline, names) }
  return { cvmName, savedAt: now.toISOString(), ...edits, ...(environment ? { environment } : {}) }
}

/** A kept draft on top of what the server says now; conflicts are fields that moved there since. */
export const restoreDraft = (draft: Draft, fresh: EditValues): Merge =>
  mergeBaseline({ loaded: { ...fresh, ...draft.before }, fresh, mine: { ...fresh, ...draft.edits } })
