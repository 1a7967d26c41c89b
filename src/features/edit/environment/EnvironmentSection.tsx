import { CircleArrowDown, ClipboardPaste, Download, Plus } from 'lucide-react'
import { useCallback, useMemo, useState } from 'react'
import { isContractGoverned } from '@/domain/cvm-capabilities.ts'
import { saveTextFile } from '@/lib/save-text-file.ts'
import { announce } from '@/ui/feedback/announce.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { preloadDialog } from '@/ui/overlay/Dialog.tsx'
import { Notice } from '@/ui/feedback/Notice.tsx'
import { Switch } from '@/ui/controls/Switch.tsx'
import {
  acceptPaste,
  type AddedVariable,
  addedRow,
  addVariable,
  changeAdded,
  decide,
  dropAdded,
  type EnvDecision,
  include,
  knownRow,
  undecide,
} from '@/updates/environment/environment-set.ts'
import { type FieldProps, fieldElementId } from '@/features/edit/field-props.ts'
import { FieldCost } from '@/features/edit/fields/FieldCost.tsx'
import { AddedVariableRow } from './AddedVariableRow.tsx'
import { focusFirstOpen, focusRow } from './focus-row.ts'
import { KnownVariableRow } from './KnownVariableRow.tsx'
import { ManagedEnvNote } from './ManagedEnvNote.tsx'
import { PasteDialog } from './PasteDialog.tsx'
import { SetSummary } from './SetSummary.tsx'
import { VariableUse } from './VariableUse.tsx'

/** The environment as a whole set: an update replaces every value, and none can be read back, so each name needs a decision. */
export function EnvironmentSection({ cvm, edit }: FieldProps) {
  const { environment, showsProblems, environmentRefusal } = edit
  const known = edit.baseline.envNames
  // The set against what compose file and script use.
  const use = edit.compose.variables
  const [isPasting, setPasting] = useState(false)
  const { draft, problems, change, names } = environment
  const problemOf = useMemo(() => new Map(problems.map((found) => [found.row, found])), [problems])

  const onDecide = useCallback((name: string, decision: EnvDecision) => change((before) => decide(before, name, decision)), [change])
  const onUndecide = useCallback((name: string) => change((before) => undecide(before, name)), [change])
  const onChangeAdded = useCallback(
    (id: number, part: Partial<Omit<AddedVariable, 'id'>>) => change((before) => changeAdded(before, id, part)),
    [change],
  )
  const onDrop = useCallback((id: number) => change((before) => dropAdded(before, id)), [change])

  if (known === null) {
    return (
      <p id={fieldElementId('envNames')} className="text-13 text-muted">
        The environment cannot be changed here, since its names are not known. {edit.absentBecause ?? 'The API does not report them.'}
      </p>
    )
  }

  const ofWhole = problemOf.get(null)
  const open = problems.filter(({ row }) => row !== null)
  const openRows = new Set(open.map(({ row }) => row))
  const counts = {
    open: openRows.size,
    replaced: known.filter((name) => draft.decisions.get(name)?.does === 'replace' && !openRows.has(knownRow(name))).length,
    removed: known.filter((name) => draft.decisions.get(name)?.does === 'remove').length,
    added: draft.added.filter(({ id }) => !openRows.has(addedRow(id))).length,
  }

  function add(name = '') {
    if (known?.includes(name)) {
      onDecide(name, { does: 'replace', value: null })
      focusRow(knownRow(name))
      return
    }
    change((before) => addVariable(before, name))
    announce(name === '' ? 'A row was added.' : `${name} was added. Enter its value.`)
    const id = Math.max(0, ...draft.added.map((variable) => variable.id)) + 1
    focusRow(addedRow(id))
  }

  return (
    <div id={fieldElementId('envNames')} className="space-y-4">
      <Switch
        label="Change the environment in this update"
        changed={draft.isIncluded}
        aside={<FieldCost name="envNames" cvm={cvm} />}
        checked={draft.isIncluded}
        onChange={(event) => change((before) => include(before, event.target.checked))}
        hint={
          draft.isIncluded
            ? 'An update replaces the whole set, and values cannot be read back: each name needs a new value or has to be removed. Values are encrypted in this browser for this CVM alone.'
            : `Left out of this update: the CVM keeps its current values.${
                isContractGoverned(cvm) ? ' New values alone need no signature; added or removed names do.' : ''
              }`
        }
      />
      {draft.isIncluded ? <ManagedEnvNote cvm={cvm} /> : null}
      {environmentRefusal ? <p className="text-12 text-stop">{environmentRefusal}</p> : null}
      {draft.isIncluded ? (
        <>
          {environment.lostValues ? (
            <Notice tone="caution" title="Values have to be entered again.">
              Your decisions are back. Values are never stored, not even in this browser.
            </Notice>
          ) : null}
          <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
            <SetSummary counts={counts} />
            <div className="flex flex-wrap items-center gap-2">
              {open.length > 0 ? (
                <Button size="sm" icon={CircleArrowDown} onClick={focusFirstOpen}>
                  Next <span className="sr-only">undecided</span>
                </Button>
              ) : null}
              <Button size="sm" icon={ClipboardPaste} onPointerEnter={preloadDialog} onClick={() => setPasting(true)}>
                Paste .env text
              </Button>
              <Button
                size="sm"
                variant="quiet"
                icon={Download}
                disabledReason={names && names.length > 0 ? null : 'There are no names.'}
                onClick={() => saveTextFile(`${cvm.name}.env`, (names ?? []).map((name) => `${name}=\n`).join(''))}
              >
                Download names
              </Button>
            </div>
          </div>
          {known.length + draft.added.length > 0 ? (
            <ul aria-label="Variables" className="divide-y divide-line overflow-hidden rounded border border-line">
              {[...new Set(known)].map((name) => (
                <KnownVariableRow
                  key={name}
                  name={name}
                  decision={draft.decisions.get(name)}
                  problem={problemOf.get(knownRow(name))?.message ?? null}
                  showsProblem={showsProblems}
                  onDecide={onDecide}
                  onUndecide={onUndecide}
                />
              ))}
              {draft.added.map((variable) => (
                <AddedVariableRow
                  key={variable.id}
                  variable={variable}
                  problem={problemOf.get(addedRow(variable.id))?.message ?? null}
                  problemKind={problemOf.get(addedRow(variable.id))?.kind ?? null}
                  showsProblem={showsProblems}
                  onChange={onChangeAdded}
                  onDrop={onDrop}
                />
              ))}
            </ul>
          ) : null}
          {ofWhole ? <p className={showsProblems ? 'text-12 text-stop' : 'text-12 text-muted'}>{ofWhole.message}</p> : null}
          <Button size="sm" icon={Plus} onClick={() => add()}>
            Add a variable
          </Button>
          <VariableUse missing={use.missing} unused={use.unused} onAdd={add} />
          <PasteDialog
            open={isPasting}
            known={known}
            draft={draft}
            onClose={() => setPasting(false)}
            onAccept={(entries) => {
              change((before) => acceptPaste(known, before, entries))
              announce(entries.length === 1 ? '1 value was added.' : `${entries.length} values were added.`)
            }}
          />
        </>
      ) : known.length > 0 ? (
        <p className="text-12 text-muted [overflow-wrap:anywhere]">
          {known.length === 1 ? '1 name' : `${known.length} names`}:{' '}
          <code translate="no" className="font-mono">
            {known.join(', ')}
          </code>
        </p>
      ) : (
        <p className="text-12 text-muted">The CVM reads no environment variables.</p>
      )}
    </div>
  )
}
