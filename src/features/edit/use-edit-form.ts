import { useEffect, useMemo, useState } from 'react'
import { useForm, useWatch } from 'react-hook-form'
import type { AppCompose } from '@/api/schemas/app-compose.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { announce } from '@/ui/feedback/announce.ts'
import { sameValue } from '@/updates/plan/build-patch.ts'
import { restoreDraft } from '@/updates/drafts/draft-store.ts'
import { type EditValues, type FieldName, fieldNames, readBaseline } from '@/updates/fields/fields.ts'
import { isMergedByLine, laterCopy, type MergeConflict, mergeBaseline, type TextFieldName } from '@/updates/plan/merge-baseline.ts'
import type { DraftHandle } from '@/updates/drafts/use-draft.ts'

/** What happened on the server while the form was open. */
export interface ServerMoves {
  /** Values that both sides changed. Texts are merged by line instead. */
  conflicts: MergeConflict[]
  /** Taken over, since nothing was edited there. */
  taken: FieldName[]
}

const noMoves: ServerMoves = { conflicts: [], taken: [] }

/** The text that an edited text and the server's present one both come from. */
type MergeBases = Partial<Record<TextFieldName, string>>

/** Whether the fields of a draft that was put back hold on the server what they held when it was kept. */
export type SinceDraft = 'unmoved' | 'moved' | 'unread'

/** A text is merged by itself where nothing touches, and by a person's choices elsewhere. */
export type MergedBy = 'itself' | 'person'

/** A text that was edited here and changed on the server: nothing is sent until both are in one. */
export interface UnmergedText {
  field: TextFieldName
  before: string
  mine: string
  theirs: string
}

const newBases = (conflicts: MergeConflict[]): MergeBases =>
  Object.fromEntries(
    conflicts.flatMap(({ field, before }) => (isMergedByLine(field) && typeof before === 'string' ? [[field, before]] : [])),
  )
const byValue = (conflicts: MergeConflict[]) => conflicts.filter(({ field }) => !isMergedByLine(field))

const isSame = (a: EditValues, b: EditValues) => fieldNames.every((name) => sameValue(a[name], b[name]))

/** Fields that hold something else now; of one that was not read on either side that is not known. */
const movedFields = (before: Partial<EditValues>, now: EditValues) =>
  fieldNames.filter((name) => (before[name] ?? null) !== null && now[name] !== null && !sameValue(before[name], now[name]))

/** What a form begins with, and the library that holds its values. */
export type EditStart = ReturnType<typeof useEditStart>

/**
 * Begins with the server's copy or, on top of it, with the draft that was kept. The form library renders once more whoever starts it, as soon as
 * it is there: that is to be a component with nothing but the form in it.
 */
export function useEditStart(cvm: Cvm, manifest: AppCompose | null, drafts: DraftHandle) {
  const [start] = useState(() => {
    const fresh = readBaseline(cvm, manifest)
    const draft = drafts.read()
    if (!draft)
      return { baseline: fresh, values: fresh, restoredFrom: null, kept: {}, moved: [], moves: noMoves, bases: {}, environment: null }
    const { baseline, values, conflicts } = restoreDraft(draft, fresh)
    const environment = draft.environment ?? null
    return {
      baseline,
      // The environment's editor holds its names; here they stay what the server says.
      values: { ...values, envNames: baseline.envNames },
      restoredFrom: isSame(baseline, values) && !environment ? null : draft.savedAt,
      // A draft that only names what it does to the environment goes by the names that it was made from.
      kept: { ...draft.before, ...(environment && !('envNames' in draft.before) ? { envNames: environment.replaced } : {}) },
      moved: movedFields(draft.before, fresh),
      moves: { conflicts: byValue(conflicts), taken: [] },
      bases: newBases(conflicts),
      environment,
    }
  })
  const form = useForm<EditValues>({ defaultValues: start.values })
  return useMemo(() => ({ ...start, form }), [start, form])
}

/**
 * The form's values, what they are compared with, and what became of both: a kept draft is put back on top of the server's copy, and a copy
 * that moves later is merged under the edits. What a person typed is never replaced.
 */
export function useEditForm(cvm: Cvm, manifest: AppCompose | null, drafts: DraftHandle, start: EditStart) {
  const { form } = start
  const [baseline, setBaseline] = useState(start.baseline)
  /** Whatever the server changed since the draft was kept or, without one, since the form opened. */
  const [moved, setMoved] = useState<FieldName[]>(start.moved)
  const [moves, setMoves] = useState<ServerMoves>(start.moves)
  const [bases, setBases] = useState<MergeBases>(start.bases)
  const [restoredFrom, setRestoredFrom] = useState(start.restoredFrom)
  const [keptEnvironment, setKeptEnvironment] = useState(start.environment)
  // Every field has a default, so the watched values are complete.
  const values = useWatch({ control: form.control }) as EditValues

  // Polling brings the same copy again and again; only one that differs is of interest.
  useEffect(() => {
    const fresh = laterCopy(baseline, readBaseline(cvm, manifest))
    if (isSame(fresh, baseline)) return
    const merge = mergeBaseline({ loaded: baseline, fresh, mine: form.getValues() })
    for (const name of merge.movedQuietly) form.setValue(name, merge.values[name])
    // oxlint-disable-next-line react/set-state-in-effect -- baseline and the form library's values have to move together
    setBaseline(fresh)
    const movedNow = movedFields({ ...baseline, ...bases }, fresh)
    // What could not be read before has not moved.
    if (movedNow.length > 0) announce('This CVM was changed elsewhere. Your edits are kept.')
    setMoved((earlier) => [...new Set([...earlier, ...movedNow])])
    // A text that is not merged yet keeps the one that both sides come from, however often the server's moves.
    setBases((earlier) => ({ ...newBases(merge.conflicts), ...earlier }))
    const conflicts = byValue(merge.conflicts)
    setMoves((earlier) => ({
      conflicts: [...earlier.conflicts.filter(({ field }) => !conflicts.some((now) => now.field === field)), ...conflicts],
      taken: [...new Set([...earlier.taken, ...merge.movedQuietly.filter((name) => movedNow.includes(name))])],
    }))
  }, [cvm, manifest, baseline, bases, form])

  const draftBaseline = useMemo(() => ({ ...baseline, ...bases }), [baseline, bases])
  /** Edited texts of which it cannot be read whether somebody else changed them. */
  const unread = fieldNames
    .filter(isMergedByLine)
    .filter((field) => bases[field] !== undefined && baseline[field] === null && values[field] !== null)
  const settle = (field: FieldName) => setBases((open) => Object.fromEntries(Object.entries(open).filter(([name]) => name !== field)))

  return {
    form,
    values,
    baseline,
    moves: { ...moves, conflicts: openConflicts(moves.conflicts, baseline, values) },
    unmerged: fieldNames.filter(isMergedByLine).flatMap((field): UnmergedText[] => {
      const [before, mine, theirs] = [bases[field], values[field], baseline[field]]
      if (before === undefined || mine === null || theirs === null) return []
      return mine === theirs || before === theirs ? [] : [{ field, before, mine, theirs }]
    }),
    unread,
    sinceDraft: sinceDraft(start.kept, moved, baseline),
    /** What a kept draft has to start from, so that a merge can still be made after a reload. */
    draftBaseline,
    /** Both texts are in one, which takes the place of the edited one. */
    putMerged: (field: TextFieldName, text: string) => {
      form.setValue(field, text)
      settle(field)
    },
    restoredFrom,
    /** Decisions about the environment from the draft that was put back, without their values. */
    keptEnvironment,
    dismissMoves: () => setMoves(noMoves),
    /** Gives up the edit of a field that the server changed too; what else moved is still to be looked at. */
    takeTheirs: (name: FieldName) => {
      form.setValue(name, baseline[name])
      setMoves((earlier) => ({ ...earlier, conflicts: earlier.conflicts.filter(({ field }) => field !== name) }))
    },
    undo: (name: FieldName) => {
      form.setValue(name, baseline[name])
      settle(name)
    },
    /** Back to what the server holds, the draft included. */
    discard: () => {
      form.reset(baseline)
      drafts.discard()
      setMoves(noMoves)
      setBases({})
      setRestoredFrom(null)
      setKeptEnvironment(null)
    },
  }
}

/** `kept`: what the edited fields of a draft held when it was kept; `null` was not known even then. */
function sinceDraft(kept: Partial<EditValues>, moved: FieldName[], baseline: EditValues): SinceDraft {
  const names = fieldNames.filter((name) => name in kept)
  if (names.some((name) => moved.includes(name))) return 'moved'
  return names.some((name) => kept[name] !== null && baseline[name] === null) ? 'unread' : 'unmoved'
}

/** Conflicts with the values of now on both sides; one whose sides have become the same is none. */
const openConflicts = (conflicts: MergeConflict[], baseline: EditValues, values: EditValues): MergeConflict[] =>
  conflicts
    .map(({ field, before }) => ({ field, before, mine: values[field], theirs: baseline[field] }))
    .filter(({ mine, theirs }) => !sameValue(mine, theirs))
