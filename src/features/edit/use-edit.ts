import { useQuery } from '@tanstack/react-query'
import { createRef, useCallback, useEffect, useMemo, useState } from 'react'
import { cvmQueries } from '@/api/queries.ts'
import type { AppCompose } from '@/api/schemas/app-compose.ts'
import { keepsFromSending, type SecretPlace } from '@/compose/remark.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { useUnsavedWork } from '@/ui/layout/use-unsaved-work.ts'
import type { DraftHandle } from '@/updates/drafts/use-draft.ts'
import type { Submission, UpdateState } from '@/updates/engine/update-machine.ts'
import { writeOfPlan } from '@/updates/plan/write-of-plan.ts'
import { acceptPaste, hasValues, include, valueOfName } from '@/updates/environment/environment-set.ts'
import { useEnvironment } from '@/updates/environment/use-environment.ts'
import { useForgetEnvironmentOnLeave } from '@/updates/environment/use-forget-environment.ts'
import { editProblems, type FieldProblems } from '@/updates/fields/edit-problems.ts'
import { type FieldName, fieldNames, fields } from '@/updates/fields/fields.ts'
import { sameValue } from '@/updates/plan/build-patch.ts'
import { isMergedByLine, storedTextUnread, type TextFieldName } from '@/updates/plan/merge-baseline.ts'
import { planUpdate } from '@/updates/plan/update-plan.ts'
import { goesAlone } from '@/updates/plan/whole-manifest.ts'
import { announce } from '@/ui/feedback/announce.ts'
import type { Refusal } from './compose/MoveSecretDialog.tsx'
import { remarkProblem } from './compose/RemarkList.tsx'
import { useComposeRemarks } from './compose/use-compose-remarks.ts'
import type { Edit } from './edit.ts'
import { focusField } from './focus-field.ts'
import { refusedEnvironment, refusedFields } from './refused-fields.ts'
import { type EditStart, type MergedBy, useEditForm } from './use-edit-form.ts'
import { useKeptDraft } from './use-kept-draft.ts'

interface EditOf {
  cvm: Cvm
  manifest: AppCompose | null
  /** Why the stored configuration could not be read, when it could not. */
  manifestProblem: string | null
  drafts: DraftHandle
  start: EditStart
  state: UpdateState
  startField: FieldName | null
}

const changedElsewhere = 'Changed elsewhere too. Decide at the top of the page what becomes of both.'

/** Form, environment, draft and plan of one edit, put together. */
export function useEdit({ cvm, manifest, manifestProblem, drafts, start, state, startField }: EditOf) {
  const {
    form,
    values: formValues,
    baseline,
    moves,
    unmerged,
    unread,
    sinceDraft,
    draftBaseline,
    putMerged,
    restoredFrom,
    keptEnvironment,
    dismissMoves,
    takeTheirs,
    undo,
    discard,
  } = useEditForm(cvm, manifest, drafts, start)
  const environment = useEnvironment(cvm.id, baseline.envNames, keptEnvironment)
  useForgetEnvironmentOnLeave(cvm.id)
  useUnsavedWork(() => hasValues(environment.draft))
  const values = useMemo(() => ({ ...formValues, envNames: environment.names }), [formValues, environment.names])
  // Without the names that the CVM reads now, decisions about them wait.
  const decided = baseline.envNames ? environment.decided : keptEnvironment
  const draft = useKeptDraft(drafts, draftBaseline, values, decided)
  const operations = useQuery(cvmQueries.operations(cvm.id)).data?.items
  const change = environment.decided
  const plan = useMemo(
    () => planUpdate({ cvm, baseline, values, environment: change, ...(operations ? { operations } : {}) }),
    [cvm, baseline, values, change, operations],
  )
  const isChanged = (name: FieldName) => (name === 'envNames' ? environment.decided !== null : !sameValue(values[name], baseline[name]))

  const compose = useComposeRemarks(values.composeYaml, values.envNames, values.preLaunchScript ?? '')
  const composeError = compose.remarks.find(keepsFromSending)
  const ownProblems = useMemo(() => editProblems(baseline, values), [baseline, values])
  const problems: FieldProblems = {
    ...refusedFields(state, values),
    ...(isChanged('composeYaml') && composeError ? { composeYaml: remarkProblem(composeError) } : {}),
    ...ownProblems,
    ...Object.fromEntries(unmerged.map(({ field }) => [field, changedElsewhere])),
    ...Object.fromEntries(unread.map((field) => [field, storedTextUnread])),
    ...Object.fromEntries(plan.inTheWay.map((field) => [field, goesAlone])),
    ...(environment.problems[0] ? { envNames: environment.problems[0].message } : {}),
  }

  const [editors] = useState<Edit['editors']>(() => ({ composeYaml: createRef(), preLaunchScript: createRef() }))
  /** What a person's press puts into a text can be undone in its editor; what comes from the server cannot. */
  function putText(name: TextFieldName, text: string | null) {
    const editor = editors[name]?.current
    if (editor && text !== null) editor.replace(text)
    else form.setValue(name, text)
  }
  const focus = useCallback((name: FieldName) => focusField(name, editors), [editors])
  useEffect(() => {
    if (startField) focus(startField)
  }, [startField, focus])

  const [showsProblems, setShowsProblems] = useState(false)
  const [askedMove, setAskedMove] = useState<{ place: SecretPlace; because: Refusal } | null>(null)

  /** Out of the compose file and into the environment, where only the CVM can read it. */
  async function moveSecret(place: SecretPlace, as = place.name, replaces = false) {
    const text = form.getValues('composeYaml') ?? ''
    const known = baseline.envNames ?? []
    const current = valueOfName(known, environment.draft, as)
    const taken = await compose.move(text, place, { current, as, replaces }).catch(() => null)
    // Typed meanwhile: the place is no longer where it was.
    if (!taken || text !== (form.getValues('composeYaml') ?? '')) return
    setAskedMove(taken.moved ? null : { place, because: taken.because })
    if (!taken.moved) return
    const { name, value } = taken
    putText('composeYaml', taken.text)
    environment.change((before) => acceptPaste(known, before, [{ key: name, value }]))
    announce(`${name} was moved to the environment. The other names there need a decision too.`)
    focus('envNames')
  }

  const problemNames = fieldNames.filter((name) => problems[name])
  const edit: Edit = {
    cvm,
    form,
    values,
    baseline,
    plan,
    isChanged,
    problems,
    problemNames,
    undo: (name) => {
      draft.decided()
      if (isMergedByLine(name)) putText(name, baseline[name])
      if (name === 'envNames') environment.change((before) => include(before, false))
      else undo(name)
    },
    compose,
    onMoveSecret: baseline.envNames ? (place) => void moveSecret(place) : undefined,
    environment,
    environmentRefusal: refusedEnvironment(state),
    showsProblems,
    absentBecause: manifestProblem,
    editors,
  }
  return {
    edit,
    /** What became of the form while somebody else changed the CVM. */
    moves,
    dismissMoves,
    takeTheirs: (name: FieldName) => {
      draft.decided()
      takeTheirs(name)
    },
    /** Texts that were edited here and changed on the server. */
    unmerged,
    /** Edited texts whose stored ones could not be read. */
    unread,
    sinceDraft,
    putMerged: (field: TextFieldName, text: string, by: MergedBy) => {
      if (by === 'person') draft.decided()
      putMerged(field, text)
    },
    /** When the edits were made that were put back; `null` for a form that began empty. */
    restoredFrom,
    hasEdits: fieldNames.some(isChanged),
    // Options alone are nothing to come back to.
    hasDraft: fieldNames.some((name) => isChanged(name) && !fields[name].isOption),
    /** What goes to the review, the draft saved before; `null` where nothing changed. */
    submit: (): Submission | null => {
      const write = writeOfPlan(plan)
      if (!write) return null
      draft.saveNow()
      return { write, wanted: plan.wanted, startedAt: new Date().toISOString() }
    },
    discardAll: () => {
      for (const name of fieldNames.filter(isMergedByLine)) putText(name, baseline[name])
      discard()
      draft.forget()
      environment.forget()
    },
    /** Shows what keeps the edits from being reviewed, and leads to the first of it. */
    showProblems: () => {
      setShowsProblems(true)
      const [first] = problemNames
      if (!first) return
      focus(first)
      // In a long text the caret may be anywhere; what is to be fixed is in one line.
      if (first === 'composeYaml' && composeError && problems.composeYaml === remarkProblem(composeError))
        editors.composeYaml?.current?.goToLine(composeError.line)
    },
    askedMove,
    forgetMove: () => setAskedMove(null),
    moveSecret,
  }
}
