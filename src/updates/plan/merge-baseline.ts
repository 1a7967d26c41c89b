import { sameValue } from './build-patch.ts'
import { type EditValues, type FieldName, fieldNames } from '@/updates/fields/fields.ts'

type Value = EditValues[FieldName]

/** One field that both sides changed, each to something else. `mine` stays in the form until the person decides. */
export interface MergeConflict {
  field: FieldName
  before: Value
  mine: Value
  theirs: Value
}

export interface Merge {
  /** What the form now compares with: the server's fresh copy. */
  baseline: EditValues
  /** What the form now holds. */
  values: EditValues
  /** Edited here and not on the server. */
  keptMine: FieldName[]
  conflicts: MergeConflict[]
  /** Changed on the server and taken over, since nothing of the person's is lost by it. */
  movedQuietly: FieldName[]
}

/** Three-way merge per field after the server's copy moved under an open form. No edit is ever overwritten. */
export function mergeBaseline({ loaded, fresh, mine }: Record<'loaded' | 'fresh' | 'mine', EditValues>): Merge {
  const merge: Merge = { baseline: fresh, values: { ...fresh }, keptMine: [], conflicts: [], movedQuietly: [] }
  for (const field of fieldNames) {
    const moved = !sameValue(fresh[field], loaded[field])
    const edited = !sameValue(mine[field], loaded[field])
    if (!edited || sameValue(mine[field], fresh[field])) {
      if (moved) merge.movedQuietly.push(field)
      continue
    }
    Object.assign(merge.values, { [field]: mine[field] })
    if (moved) merge.conflicts.push({ field, before: loaded[field], mine: mine[field], theirs: fresh[field] })
    else merge.keptMine.push(field)
  }
  return merge
}
