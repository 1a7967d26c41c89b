import { Link, useNavigate } from '@tanstack/react-router'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { cvmQueries } from '@/api/queries.ts'
import type { AppCompose } from '@/api/schemas/app-compose.ts'
import type { SecretPlace } from '@/compose/remark.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { isContractGoverned } from '@/domain/cvm-capabilities.ts'
import { statusLabel, statusTone } from '@/domain/cvm-status.ts'
import { utf8Bytes } from '@/domain/units.ts'
import { assertNever } from '@/lib/assert-never.ts'
import { sameValue } from '@/updates/plan/build-patch.ts'
import { editProblems, type FieldProblems, problemsFromServer } from '@/updates/fields/edit-problems.ts'
import { acceptPaste, hasValues, include, valueOfName } from '@/updates/environment/environment-set.ts'
import { type FieldName, fieldNames, fields } from '@/updates/fields/fields.ts'
import type { UpdateHandle } from '@/updates/engine/update-handle.ts'
import { isUnderWay } from '@/updates/engine/update-journal.ts'
import { planUpdate } from '@/updates/plan/update-plan.ts'
import type { DraftHandle } from '@/updates/drafts/use-draft.ts'
import { useEnvironment } from '@/updates/environment/use-environment.ts'
import { useUnsavedWork } from '@/lib/use-unsaved-work.ts'
import { useForgetEnvironmentOnLeave } from '@/updates/environment/use-forget-environment.ts'
import { Age } from '@/ui/feedback/Age.tsx'
import { announce } from '@/ui/feedback/announce.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { buttonClass } from '@/ui/controls/button-class.ts'
import { Card } from '@/ui/layout/Card.tsx'
import type { CodeEditorHandle } from '@/ui/code/code-editor-props.ts'
import { Notice } from '@/ui/feedback/Notice.tsx'
import { PageHeader } from '@/ui/layout/PageHeader.tsx'
import { StatusBadge } from '@/ui/feedback/StatusBadge.tsx'
import { isolated } from '@/lib/isolated.ts'
import { EditBar } from './EditBar.tsx'
import { EnvironmentSection } from './environment/EnvironmentSection.tsx'
import { focusFirstOpen } from './environment/focus-row.ts'
import { type FieldProps, fieldElementId } from './field-props.ts'
import { FlagField } from './fields/FlagField.tsx'
import { ForceStopField } from './fields/ForceStopField.tsx'
import { GpusField } from './fields/GpusField.tsx'
import { LeaveDialog } from './LeaveDialog.tsx'
import { NumberField } from './fields/NumberField.tsx'
import { OsImageField } from './fields/OsImageField.tsx'
import { remarkProblem } from './compose/RemarkList.tsx'
import { MoveSecretDialog, type Refusal } from './compose/MoveSecretDialog.tsx'
import { SectionRail } from './SectionRail.tsx'
import { editSections, sectionElementId } from './sections.ts'
import { ServerMovedNotice } from './ServerMovedNotice.tsx'
import { ShutdownTimeoutField } from './fields/ShutdownTimeoutField.tsx'
import { TextField } from './fields/TextField.tsx'
import { UserConfigField } from './fields/UserConfigField.tsx'
import { useComposeRemarks } from './compose/use-compose-remarks.ts'
import { useEditForm } from './use-edit-form.ts'
import { useKeptDraft } from './use-kept-draft.ts'
import { useNoStrayDrops } from './use-no-stray-drops.ts'

interface EditFormProps {
  cvm: Cvm
  manifest: AppCompose | null
  /** Why the stored configuration could not be read, when it could not. */
  manifestProblem: string | null
  drafts: DraftHandle
  update: UpdateHandle
  startField: FieldName | null
}

/** Puts the focus where a field is edited: into its text where it has one. */
function focusFirstControl(name: FieldName) {
  const field = document.getElementById(fieldElementId(name))
  const control =
    field?.querySelector<HTMLElement>('input[type=text], textarea, select') ?? field?.querySelector<HTMLElement>('input, button')
  control?.focus()
}

/** The form: what it starts from, what it would lead to, and the way to the review. */
export function EditForm({ cvm, manifest, manifestProblem, drafts, update, startField }: EditFormProps) {
  const navigate = useNavigate()
  const {
    form,
    values: formValues,
    baseline,
    moves,
    restoredFrom,
    keptEnvironment,
    dismissMoves,
    undo,
    discard,
  } = useEditForm(cvm, manifest, drafts)
  const environment = useEnvironment(cvm.id, baseline.envNames, keptEnvironment)
  useForgetEnvironmentOnLeave(cvm.id)
  useUnsavedWork(() => hasValues(environment.draft))
  useNoStrayDrops()
  const values = useMemo(() => ({ ...formValues, envNames: environment.names }), [formValues, environment.names])
  const draft = useKeptDraft(drafts, baseline, values, environment.decided)
  const operations = useQuery(cvmQueries.operations(cvm.id)).data?.items

  const plan = planUpdate({ cvm, baseline, values, environment: environment.decided, ...(operations ? { operations } : {}) })
  const isChanged = (name: FieldName) => (name === 'envNames' ? environment.decided !== null : !sameValue(values[name], baseline[name]))
  const hasEdits = fieldNames.some(isChanged)
  // Options alone are nothing to come back to.
  const hasDraft = fieldNames.some((name) => isChanged(name) && !fields[name].isOption)
  const isComposeChanged = isChanged('composeYaml')

  const compose = useComposeRemarks(values.composeYaml, values.envNames, values.preLaunchScript ?? '')
  const { remarks, isCurrent } = compose
  const [askedMove, setAskedMove] = useState<{ place: SecretPlace; because: Refusal } | null>(null)
  const composeError = remarks.find(({ severity }) => severity === 'error')
  const problems: FieldProblems = {
    ...serverProblems(),
    ...(isComposeChanged && composeError ? { composeYaml: remarkProblem(composeError) } : {}),
    ...editProblems(baseline, values),
    ...(environment.problems[0] ? { envNames: environment.problems[0].message } : {}),
  }
  const problemNames = fieldNames.filter((name) => problems[name])

  const composeRef = useRef<CodeEditorHandle>(null)
  const scriptRef = useRef<CodeEditorHandle>(null)
  const focusField = useCallback((name: FieldName) => {
    document.getElementById(fieldElementId(name))?.scrollIntoView({ block: 'center' })
    // Until its editor has loaded, a text stands in a text area, which hands the focus over.
    if (name === 'composeYaml' && composeRef.current) composeRef.current.focus()
    else if (name === 'preLaunchScript' && scriptRef.current) scriptRef.current.focus()
    else if (name === 'envNames') focusFirstOpen()
    else focusFirstControl(name)
  }, [])
  useEffect(() => {
    if (startField) focusField(startField)
  }, [startField, focusField])

  /** A refusal belongs to the values that were sent: once a field is edited again, its message is gone. */
  function serverProblems(): FieldProblems {
    if (update.state.step !== 'reviewing' || !update.state.failure) return {}
    const { submission, failure } = update.state
    const { byField } = problemsFromServer(failure.fieldErrors)
    return Object.fromEntries(
      fieldNames
        .filter((name) => name !== 'envNames' && byField[name] && sameValue(values[name], submission.wanted[name]))
        .map((name) => [name, byField[name]]),
    )
  }

  /** Values cannot be compared with what was sent, so the refusal is shown and keeps nobody from trying again. */
  function environmentRefusal(): string | undefined {
    const failure = update.state.step === 'reviewing' ? update.state.failure : undefined
    return failure ? problemsFromServer(failure.fieldErrors).byField.envNames : undefined
  }

  const isUpdating = isUnderWay(update.state)
  const blockedBy = isUpdating
    ? 'An update of this CVM is under way. Finish it first.'
    : problemNames.length > 0
      ? problemNames.length === 1
        ? problemNames[0] === 'envNames'
          ? environmentNeeds(environment.problems.length)
          : '1 field needs attention.'
        : `${problemNames.length} fields need attention.`
      : !plan.patch
        ? plan.options.length > 0
          ? 'Shutdown timeout and force stop go along with a change. Nothing else has changed.'
          : 'Nothing has changed.'
        : isComposeChanged && !isCurrent
          ? 'The compose file is being read.'
          : null

  const [wasBlocked, setBlocked] = useState(false)
  const mayLeave = useRef(false)
  function review() {
    if (!plan.patch) return
    draft.saveNow()
    update.send({ type: 'review', submission: { patch: plan.patch, wanted: plan.wanted, startedAt: new Date().toISOString() } })
    mayLeave.current = true
    void navigate({ to: '/cvms/$cvmId/update', params: { cvmId: cvm.id } })
  }

  const propsOf = (name: FieldName): FieldProps => ({
    name,
    form,
    value: values[name],
    before: baseline[name],
    isChanged: isChanged(name),
    problem: problems[name],
    onUndo: () => undoField(name),
    cvm,
  })
  const sharedBytes = utf8Bytes(values.composeYaml ?? '') + utf8Bytes(values.preLaunchScript ?? '')
  const governed = isContractGoverned(cvm)

  function fieldElement(name: FieldName) {
    switch (fields[name].kind) {
      case 'number':
        return <NumberField key={name} {...propsOf(name)} />
      case 'flag':
        return <FlagField key={name} {...propsOf(name)} />
      case 'names':
        return (
          <EnvironmentSection
            key={name}
            cvm={cvm}
            known={baseline.envNames}
            environment={environment}
            use={compose.variables}
            problem={environmentRefusal()}
            showsProblems={wasBlocked}
            absentBecause={manifestProblem}
          />
        )
      case 'choice':
        return <OsImageField key={name} {...propsOf(name)} />
      case 'text': {
        const isCompose = name === 'composeYaml'
        return (
          <TextField
            key={name}
            {...propsOf(name)}
            language={isCompose ? 'yaml' : 'shell'}
            fileName={isCompose ? 'docker-compose.yml' : 'pre-launch.sh'}
            lines={isCompose ? 22 : 8}
            {...(isCompose
              ? { remarks, onMoveSecret: baseline.envNames ? (place: SecretPlace) => void moveSecret(place) : undefined }
              : {})}
            sharedBytes={sharedBytes}
            absentBecause={manifestProblem}
            editorRef={isCompose ? composeRef : scriptRef}
          />
        )
      }
      case 'gpus':
        return <GpusField key={name} {...propsOf(name)} />
      case 'config':
        return <UserConfigField key={name} {...propsOf(name)} />
      case 'timeout':
        return <ShutdownTimeoutField key={name} {...propsOf(name)} />
      case 'force':
        return <ForceStopField key={name} {...propsOf(name)} />
      default:
        return assertNever(fields[name])
    }
  }

  return (
    <div className="space-y-5">
      <PageHeader
        title={`Edit ${isolated(cvm.name)}`}
        badge={<StatusBadge tone={statusTone(cvm.status)} label={statusLabel(cvm.status)} />}
        description="Nothing is sent until you have reviewed it. Only what you change is sent."
        actions={
          <Link
            to="/cvms/$cvmId"
            params={{ cvmId: cvm.id }}
            activeOptions={{ exact: true }}
            className={`${buttonClass('quiet')} -mx-3 max-sm:hidden`}
          >
            Back to the CVM
          </Link>
        }
      />
      {isUpdating ? (
        <Notice
          tone="changed"
          title="An update of this CVM is under way."
          actions={
            <Link to="/cvms/$cvmId/update" params={{ cvmId: cvm.id }} className={buttonClass('secondary', 'sm')}>
              Open the update
            </Link>
          }
        >
          Edits are kept as a draft meanwhile. They can be reviewed when it has ended.
        </Notice>
      ) : null}
      {restoredFrom ? (
        <Notice
          tone="changed"
          title={
            <>
              Your edits from <Age at={restoredFrom} /> are back.
            </>
          }
          actions={
            <Button size="sm" onClick={discardAll}>
              Discard them
            </Button>
          }
        >
          {moves.conflicts.length === 0
            ? 'What they change has not moved on the server since.'
            : 'Meanwhile the server’s copy moved as well; see below.'}
        </Notice>
      ) : null}
      <ServerMovedNotice moves={moves} onTakeTheirs={takeTheirs} onDismiss={dismissMoves} />
      <form
        className="grid gap-x-8 gap-y-4 lg:grid-cols-[10.5rem_minmax(0,1fr)]"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          if (blockedBy) pressedBlocked()
          else review()
        }}
      >
        <SectionRail
          items={editSections.map(({ id, label, fields: inIt }) => ({
            id,
            label,
            changes: inIt.filter(isChanged).length,
            problems: inIt.filter((name) => problems[name]).length,
          }))}
        />
        <div className="min-w-0 space-y-4">
          {editSections.map(({ id, label, fields: inIt }) => (
            <div key={id} id={sectionElementId(id)}>
              <Card title={label}>
                <div
                  className={
                    id === 'resources' ? 'grid gap-x-6 gap-y-4 sm:grid-cols-3' : id === 'visibility' ? 'divide-y divide-line' : 'space-y-4'
                  }
                >
                  {inIt.map(fieldElement)}
                </div>
                {id === 'resources' && governed ? (
                  <p className="mt-4 border-t border-line pt-3 text-12 text-muted">
                    Resources are not part of the compose hash: changing them needs no signature.
                  </p>
                ) : null}
              </Card>
            </div>
          ))}
          <EditBar plan={plan} blockedBy={blockedBy} onBlockedPress={pressedBlocked} onDiscard={hasEdits ? discardAll : null} />
        </div>
      </form>
      <MoveSecretDialog
        asked={askedMove}
        onClose={() => setAskedMove(null)}
        onMove={(place, { as, replaces }) => void moveSecret(place, as, replaces)}
      />
      <LeaveDialog hasEdits={hasDraft} losesValues={hasValues(environment.draft)} mayLeave={mayLeave} onDiscard={discardAll} />
    </div>
  )

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
    form.setValue('composeYaml', taken.text)
    environment.change((before) => acceptPaste(known, before, [{ key: name, value }]))
    announce(`${name} was moved to the environment. The other names there need a decision too.`)
    focusField('envNames')
  }

  function pressedBlocked() {
    setBlocked(true)
    const first = problemNames[0]
    if (first) focusField(first)
  }

  function discardAll() {
    discard()
    draft.forget()
    environment.forget()
  }

  function takeTheirs(name: FieldName) {
    undoField(name)
    dismissMoves()
  }

  function undoField(name: FieldName) {
    if (name === 'envNames') environment.change((before) => include(before, false))
    else undo(name)
  }
}

const environmentNeeds = (count: number) =>
  count === 1 ? '1 name of the environment is still open.' : `${count} names of the environment are still open.`
