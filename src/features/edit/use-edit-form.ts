import { useEffect, useState } from 'react'
import { useForm, useWatch } from 'react-hook-form'
import type { AppCompose } from '@/api/schemas/app-compose.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { announce } from '@/ui/feedback/announce.ts'
import { sameValue } from '@/updates/plan/build-patch.ts'
import { restoreDraft } from '@/updates/drafts/draft-store.ts'
import { type EditValues, type FieldName, fieldNames, readBaseline } from '@/updates/fields/fields.ts'
import { type MergeConflict, mergeBaseline } from '@/updates/plan/merge-baseline.ts'
import type { DraftHandle } from '@/updates/drafts/use-draft.ts'

/** What happened on the server while the form was open. */
export interface ServerMoves {
  conflicts: MergeConflict[]
  /** Taken over, since nothing was edited there. */
  taken: FieldName[]
}

const noMoves: ServerMoves = { conflicts: [], taken: [] }

const isSame = (a: EditValues, b: EditValues) => fieldNames.every((name) => sameValue(a[name], b[name]))

/**
 * The form's values, what they are compared with, and what became of both: a kept draft is put back on top of the server's copy, and a copy
 * that moves later is merged under the edits. What a person typed is never replaced.
 */
export function useEditForm(cvm: Cvm, manifest: AppCompose | null, drafts: DraftHandle) {
  const [start] = useState(() => {
    const fresh = readBaseline(cvm, manifest)
    const draft = drafts.read()
    if (!draft) return { baseline: fresh, values: fresh, restoredFrom: null, moves: noMoves, environment: null }
    const { baseline, values, conflicts } = restoreDraft(draft, fresh)
    const environment = draft.environment ?? null
    return {
      baseline,
      // The environment's editor holds its names; here they stay what the server says.
      values: { ...values, envNames: baseline.envNames },
      restoredFrom: isSame(baseline, values) && !environment ? null : draft.savedAt,
      moves: { conflicts, taken: [] },
      environment,
    }
  })
  const [baseline, setBaseline] = useState(start.baseline)
  const [moves, setMoves] = useState<ServerMoves>(start.moves)
  const [restoredFrom, setRestoredFrom] = useState(start.restoredFrom)
  const [keptEnvironment, setKeptEnvironment] = useState(start.environment)
  const form = useForm<EditValues>({ defaultValues: start.values })
  // Every field has a default, so the watched values are complete.
  const values = useWatch({ control: form.control }) as EditValues

  // Polling brings the same copy again and again; only one that differs is of interest.
  useEffect(() => {
    const fresh = readBaseline(cvm, manifest)
    if (isSame(fresh, baseline)) return
    const merge = mergeBaseline({ loaded: baseline, fresh, mine: form.getValues() })
    for (const name of merge.movedQuietly) form.setValue(name, merge.values[name])
    // oxlint-disable-next-line react/set-state-in-effect -- baseline and the form library's values have to move together
    setBaseline(fresh)
    announce('This CVM was changed elsewhere. Your edits are kept.')
    setMoves((earlier) => ({
      conflicts: [...earlier.conflicts.filter(({ field }) => !merge.conflicts.some((now) => now.field === field)), ...merge.conflicts],
      // A value that could not be read before has not moved.
      taken: [...new Set([...earlier.taken, ...merge.movedQuietly.filter((name) => baseline[name] !== null)])],
    }))
  }, [cvm, manifest, baseline, form])

  return {
    form,
    values,
    baseline,
    moves,
    restoredFrom,
    /** Decisions about the environment from the draft that was put back, without their values. */
    keptEnvironment,
    dismissMoves: () => setMoves(noMoves),
    undo: (name: FieldName) => form.setValue(name, baseline[name]),
    /** Back to what the server holds, the draft included. */
    discard: () => {
      form.reset(baseline)
      drafts.discard()
      setMoves(noMoves)
      setRestoredFrom(null)
      setKeptEnvironment(null)
    },
  }
}
