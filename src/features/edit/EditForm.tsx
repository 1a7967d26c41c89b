import { useNavigate } from '@tanstack/react-router'
import { memo, useRef } from 'react'
import type { AppCompose } from '@/api/schemas/app-compose.ts'
import type { Cvm } from '@/domain/cvm.ts'
import type { DraftHandle } from '@/updates/drafts/use-draft.ts'
import type { UpdateHandle } from '@/updates/engine/update-handle.ts'
import { isUnderWay } from '@/updates/engine/update-journal.ts'
import { hasValues } from '@/updates/environment/environment-set.ts'
import type { FieldName } from '@/updates/fields/fields.ts'
import { blockedBecause } from './blocked-because.ts'
import { MoveSecretDialog } from './compose/MoveSecretDialog.tsx'
import { useContractObstacles } from '@/updates/verdict/use-contract-obstacles.ts'
import { EditBar } from './EditBar.tsx'
import { EditNotices } from './EditNotices.tsx'
import { EditSectionCard } from './EditSectionCard.tsx'
import { LeaveDialog } from './LeaveDialog.tsx'
import { Meanwhile } from './Meanwhile.tsx'
import { MergeNotices } from './merge/MergeNotices.tsx'
import { UnreadFilesNotice } from './merge/UnreadFilesNotice.tsx'
import { UnreadTextNotice } from './merge/UnreadTextNotice.tsx'
import { SectionRail } from './SectionRail.tsx'
import { editSections, sectionsAtFirst } from './sections.ts'
import { ServerMovedNotice } from './merge/ServerMovedNotice.tsx'
import { useEdit } from './use-edit.ts'
import { type EditStart, useEditStart } from './use-edit-form.ts'
import { useNoStrayDrops } from './use-no-stray-drops.ts'

interface EditFormProps {
  cvm: Cvm
  manifest: AppCompose | null
  /** Why the stored configuration could not be read, when it could not. */
  manifestProblem: string | null
  /** That it could not be read may pass. */
  mayReadManifest: boolean
  isReadingManifest: boolean
  onRetryManifest: () => void
  drafts: DraftHandle
  update: UpdateHandle
  startField: FieldName | null
  /** Not yet on a first load: what fills a window comes first. */
  isWhole: boolean
}

interface StartedFormProps extends EditFormProps {
  start: EditStart
}

/** The form: what it starts from, what it would lead to, and the way to the review. */
export const EditForm = (props: EditFormProps) => <StartedForm {...props} start={useEditStart(props.cvm, props.manifest, props.drafts)} />

const StartedForm = memo(function StartedForm({
  update,
  mayReadManifest,
  isReadingManifest,
  onRetryManifest,
  isWhole,
  ...edits
}: StartedFormProps) {
  const { cvm } = edits
  const navigate = useNavigate()
  useNoStrayDrops()
  const { edit, moves, dismissMoves, unmerged, putMerged, restoredFrom, ...form } = useEdit({ ...edits, state: update.state })
  const isUpdating = isUnderWay(update.state)
  const blockedBy = blockedBecause(edit, isUpdating)
  // The chain is asked once there is something to sign.
  const obstacles = useContractObstacles(cvm, edit.plan.signature === 'needed' ? edit.plan : null)
  const mayLeave = useRef(false)
  const isAllDue = isWhole || edits.startField !== null

  function review() {
    const submission = form.submit()
    if (!submission) return
    update.send({ type: 'review', submission })
    mayLeave.current = true
    void navigate({ to: '/cvms/$cvmId/update', params: { cvmId: cvm.id } })
  }

  return (
    <>
      <EditNotices
        cvmId={cvm.id}
        isUpdating={isUpdating}
        restoredFrom={restoredFrom}
        sinceDraft={form.sinceDraft}
        onDiscard={form.discardAll}
      />
      <Meanwhile cvm={cvm} isOwnUpdate={isUpdating} />
      {form.unread.length > 0 ? (
        <UnreadTextNotice fields={form.unread} because={edit.absentBecause} onRetry={onRetryManifest} />
      ) : mayReadManifest ? (
        <UnreadFilesNotice because={edit.absentBecause} isTrying={isReadingManifest} onRetry={onRetryManifest} />
      ) : null}
      <MergeNotices unmerged={unmerged} onMerged={putMerged} />
      <ServerMovedNotice moves={moves} onTakeTheirs={form.takeTheirs} onDismiss={dismissMoves} />
      <form
        className="grid gap-x-8 gap-y-4 lg:grid-cols-[10.5rem_minmax(0,1fr)]"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          if (blockedBy) form.showProblems()
          else review()
        }}
      >
        <SectionRail
          items={editSections.map(({ id, shortLabel, fields }) => ({
            id,
            label: shortLabel,
            changes: fields.filter(edit.isChanged).length,
            problems: fields.filter((name) => edit.problems[name]).length,
          }))}
        />
        <div className="min-w-0 space-y-4">
          {editSections.map((section) => (
            <EditSectionCard key={section.id} section={section} edit={edit} isDue={isAllDue || sectionsAtFirst.has(section.id)} />
          ))}
          <EditBar
            plan={edit.plan}
            obstacles={obstacles}
            blockedBy={blockedBy}
            toFix={isUpdating ? 0 : edit.problemNames.length}
            onBlockedPress={form.showProblems}
            onDiscard={form.hasEdits ? form.discardAll : null}
          />
        </div>
      </form>
      <MoveSecretDialog
        asked={form.askedMove}
        onClose={form.forgetMove}
        onMove={(place, { as, replaces }) => void form.moveSecret(place, as, replaces)}
      />
      <LeaveDialog
        hasEdits={form.hasDraft}
        losesValues={hasValues(edit.environment.draft)}
        mayLeave={mayLeave}
        onDiscard={form.discardAll}
      />
    </>
  )
})
