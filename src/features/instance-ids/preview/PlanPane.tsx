import { Download, RotateCcw, X } from 'lucide-react'
import { memo, useMemo, useRef, useState } from 'react'
import type { RefreshStatus } from '@/api/schemas/instance-ids.ts'
import { Button } from '@/ui/controls/Button.tsx'
import type { TableSelection } from '@/ui/data-table/data-table-types.ts'
import { Notice } from '@/ui/feedback/Notice.tsx'
import { useNow } from '@/ui/feedback/use-now.ts'
import { ApplyBar } from './ApplyBar.tsx'
import { counted } from '@/lib/counted.ts'
import { saveTextFile } from '@/lib/save-text-file.ts'
import { FilterTiles, type FilterTile } from './FilterTiles.tsx'
import { samePreview } from '@/maintenance/instance-ids/make-plan.ts'
import { maintenancePart, type PlanNote } from '@/maintenance/instance-ids/maintenance-store.ts'
import { useSessionPart } from '@/runs/use-session.ts'
import { planFileName, planFileText } from '@/maintenance/instance-ids/plan-file.ts'
import { PlanFacts } from './PlanFacts.tsx'
import { PreviewStripe } from './PreviewStripe.tsx'
import { previewWords } from '@/maintenance/instance-ids/row-outcome.ts'
import {
  countByStatus,
  isOverwritable,
  isPlanTooOld,
  refreshStatuses,
  whatToWrite,
  type PlanRow,
  type RefreshPlan,
} from '@/maintenance/instance-ids/refresh-plan.ts'
import { RowsTable } from '@/features/instance-ids/rows/RowsTable.tsx'

const meanings: Record<RefreshStatus, { meaning: string; tone: NonNullable<FilterTile<RefreshStatus>['tone']> }> = {
  updated: { meaning: 'An ID was found and would be written.', tone: 'changed' },
  unchanged: { meaning: 'The stored ID is already correct.', tone: 'plain' },
  skipped: { meaning: 'Excluded by the options.', tone: 'plain' },
  conflict: { meaning: 'The stored ID differs from the one found. Left alone unless you tick it.', tone: 'caution' },
  error: { meaning: 'No ID could be found, or the CVM itself was not.', tone: 'stop' },
}

interface PlanPaneProps {
  plan: RefreshPlan
  isImported: boolean
  note: PlanNote | undefined
  /** Who would make a new one. */
  actor: string | null
}

/** A preview to look through, and the button that makes it real. */
export function PlanPane(props: PlanPaneProps) {
  const now = useNow()
  return <PlanAsOld {...props} isTooOld={isPlanTooOld(props.plan, new Date(now))} />
}

/** Made anew when the plan has become too old, and not with every tick of the clock: it may have ten thousand rows. */
const PlanAsOld = memo(function PlanAsOld({ plan, isImported, note, actor, isTooOld }: PlanPaneProps & { isTooOld: boolean }) {
  const maintenance = useSessionPart(maintenancePart)
  const [filter, setFilter] = useState<RefreshStatus | null>(null)
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set())
  const counts = useMemo(() => countByStatus(plan.rows), [plan])
  const rows = useMemo(() => (filter === null ? plan.rows : plan.rows.filter(({ status }) => status === filter)), [plan, filter])
  const summary = useMemo(() => whatToWrite(plan, ticked), [plan, ticked])
  const selection = useMemo<TableSelection<PlanRow>>(
    () => ({
      selected: ticked,
      onChange: setTicked,
      canSelect: (row) => isOverwritable(row) || 'No ID was found to store instead.',
      rowName: (row) => `${row.name ?? row.id} for overwriting`,
    }),
    [ticked],
  )
  const isTicking = plan.options.allowOverwrite && filter === 'conflict'
  return (
    <section aria-label="Preview">
      <PreviewStripe>Preview: nothing is written yet</PreviewStripe>
      <div className="space-y-4 rounded-b border border-caution/40 bg-raised p-4">
        <div className="flex flex-wrap items-start justify-between gap-3 sm:flex-nowrap">
          <PlanFacts plan={plan} />
          <div className="flex shrink-0 gap-2">
            <Button size="sm" icon={Download} onClick={() => saveTextFile(planFileName(plan), planFileText(plan), 'application/json')}>
              Export plan
            </Button>
            <Button size="sm" variant="quiet" icon={X} onClick={maintenance.discard}>
              Discard
            </Button>
          </div>
        </div>
        {isTooOld ? (
          <Notice
            tone="caution"
            title="This preview is more than 24 hours old, so it cannot be applied any more."
            actions={
              <Button size="sm" icon={RotateCcw} onClick={() => void maintenance.preview(samePreview(plan, actor))}>
                Preview {plan.rows.length === 1 ? 'this CVM' : `these ${counted(plan.rows.length, 'CVM')}`} again
              </Button>
            }
          >
            <p>
              Much may have changed since. The limit is a choice of this console, not of Phala Cloud. A new preview asks about the same CVMs
              with the same options; nothing of this one was written.
            </p>
          </Notice>
        ) : null}
        {isImported ? (
          <Notice title={`This plan was made${plan.createdBy ? ` by ${plan.createdBy}` : ''} and opened from a file. Its digest fits.`}>
            <p>Compare the digest with the person who sent it: the file alone does not prove who made it.</p>
          </Notice>
        ) : null}
        <FilterTiles
          label="Results of the preview"
          value={filter}
          onChange={setFilter}
          tiles={refreshStatuses.map((status) => ({
            value: status,
            label: previewWords[status],
            count: counts[status],
            ...meanings[status],
          }))}
        />
        {counts.conflict > 0 ? (
          <ConflictHint plan={plan} conflicts={counts.conflict} isTicking={isTicking} onShow={() => setFilter('conflict')} />
        ) : null}
        <RowsTable label="Preview of instance IDs" rows={rows} {...(isTicking ? { selection } : {})} />
        <ApplyBar
          key={summary.overwrites}
          summary={summary}
          isTooOld={isTooOld}
          note={note}
          onApply={() => void maintenance.apply(ticked)}
        />
      </div>
    </section>
  )
})

interface ConflictHintProps {
  plan: RefreshPlan
  conflicts: number
  isTicking: boolean
  onShow: () => void
}

function ConflictHint({ plan, conflicts, isTicking, onShow }: ConflictHintProps) {
  const hint = useRef<HTMLDivElement>(null)
  if (!plan.options.allowOverwrite) {
    return (
      <Notice
        tone="caution"
        title={`${counted(conflicts, 'CVM stores', 'CVMs store')} a different ID than the one found. They are left alone.`}
      >
        <p>To overwrite some of them, switch on “Allow overwriting” under Overwriting and preview again.</p>
      </Notice>
    )
  }
  const show = () => {
    onShow()
    // The button goes; what it led to begins with what to do now.
    hint.current?.focus()
  }
  return (
    <div ref={hint} tabIndex={-1} className="focus:outline-none">
      <Notice
        tone="caution"
        title={
          isTicking
            ? 'Tick the CVMs whose stored ID is wrong. Every other conflict is left alone.'
            : `${counted(conflicts, 'CVM stores', 'CVMs store')} a different ID than the one found. Each is left alone unless you tick it.`
        }
        actions={
          isTicking ? null : (
            <Button size="sm" onClick={show}>
              Look at the conflicts
            </Button>
          )
        }
      >
        <p>
          An ID that the gateway verified is the one its traffic really goes to; think twice before overwriting with one that it did not.
        </p>
      </Notice>
    </div>
  )
}
