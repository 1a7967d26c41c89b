import { sameValue } from './build-patch.ts'
import { type EditValues, type FieldName, fieldNames, fields } from '@/updates/fields/fields.ts'

type Value = EditValues[FieldName]

export type TextFieldName = {
  [Name in FieldName]: (typeof fields)[Name]['kind'] extends 'text' ? Name : never
}[FieldName]

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

/** Names are a set: what was added and what was removed here, on top of what the server has now, in its order. */
const mergeNames = (loaded: string[], fresh: string[], mine: string[]): string[] => [
  ...fresh.filter((name) => mine.includes(name) || !loaded.includes(name)),
  ...mine.filter((name) => !loaded.includes(name) && !fresh.includes(name)),
]

/**
 * What is merged line by line (`merge-text.ts`), which loads when it is needed. Until then a conflict about it keeps both texts and the one
 * that both come from.
 */
export const isMergedByLine = (field: FieldName): field is TextFieldName => fields[field].kind === 'text'

/** Why an edited text cannot be sent while the stored one is out of reach. */
export const storedTextUnread =
  'The stored text could not be read, so nobody can tell whether somebody else changed it. Your text is kept, and can be applied once the stored one is read.'

/** A later copy of what the server holds: what it leaves out was not read, which says nothing against the value that is known. */
export const laterCopy = (known: EditValues, fresh: EditValues): EditValues => ({
  ...fresh,
  ...Object.fromEntries(fieldNames.filter((name) => fresh[name] === null).map((name) => [name, known[name]])),
})

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
    const lists = [loaded[field], fresh[field], mine[field]]
    if (field === 'envNames' && lists.every((list) => Array.isArray(list))) {
      const names = mergeNames(...(lists as [string[], string[], string[]]))
      merge.values.envNames = names
      if (sameValue(names, fresh.envNames)) merge.movedQuietly.push(field)
      else merge.keptMine.push(field)
      continue
    }
    if (moved) merge.conflicts.push({ field, before: loaded[field], mine: mine[field], theirs: fresh[field] })
    else merge.keptMine.push(field)
  }
  return merge
}
