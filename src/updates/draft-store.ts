import * as z from 'zod/mini'
import type { TextStore } from '@/lib/storage.ts'
import { changedFields } from './build-patch.ts'
import { type EditValues, type FieldName, fieldNames, type WantedValues } from './fields.ts'
import { type Merge, mergeBaseline } from './merge-baseline.ts'
import { createRecords, type Records, type RecordScope } from './stored-records.ts'
import { wantedValuesSchema } from './stored-values.ts'

/** Edits that were not applied yet: only the fields that differ, each with the value it had when it was edited. */
export interface Draft {
  cvmName: string
  /** ISO time of the last edit. */
  savedAt: string
  edits: WantedValues
  before: WantedValues
}

const draftSchema = z.object({
  cvmName: z.string(),
  savedAt: z.string().check(z.refine((text) => !Number.isNaN(Date.parse(text)))),
  edits: wantedValuesSchema,
  before: wantedValuesSchema,
})

export const draftRecords = (store: TextStore, scope: RecordScope): Records<Draft> =>
  createRecords({ store, scope, kind: 'draft', version: 1, schema: draftSchema })

const pick = (values: EditValues, names: FieldName[]): WantedValues => Object.fromEntries(names.map((name) => [name, values[name]]))

/** What to keep of a form; `null` when nothing differs. */
export function draftOf(cvmName: string, baseline: EditValues, values: EditValues, now: Date): Draft | null {
  const names = changedFields(baseline, values)
  if (names.length === 0) return null
  return { cvmName, savedAt: now.toISOString(), edits: pick(values, names), before: pick(baseline, names) }
}

/** A kept draft on top of what the server says now; conflicts are fields that moved there since. */
export const restoreDraft = (draft: Draft, fresh: EditValues): Merge =>
  mergeBaseline({ loaded: { ...fresh, ...draft.before }, fresh, mine: { ...fresh, ...draft.edits } })

/** What an update with these values would still change, as a draft would keep it. */
export const hasEdits = (draft: Draft, fresh: EditValues) => {
  const { baseline, values } = restoreDraft(draft, fresh)
  return fieldNames.some((name) => values[name] !== baseline[name])
}
