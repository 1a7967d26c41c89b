import { useQuery } from '@tanstack/react-query'
import { RotateCw, Zap } from 'lucide-react'
import { useMemo } from 'react'
import { maxIdsPerStop } from '@/api/batch-stop.ts'
import { fleetQuery } from '@/api/fleet-query.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { statusLabel, statusTone } from '@/domain/cvm-status.ts'
import { counted } from '@/lib/counted.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { DataTable } from '@/ui/data-table/DataTable.tsx'
import type { DataColumn } from '@/ui/data-table/data-table-types.ts'
import { Dialog } from '@/ui/overlay/Dialog.tsx'
import { ProgressBar } from '@/ui/feedback/ProgressBar.tsx'
import { StatusBadge } from '@/ui/feedback/StatusBadge.tsx'
import type { StopCvm } from '@/maintenance/stop/stop-journal.ts'
import { mayRetry, type StopOutcome } from '@/maintenance/stop/stop-many.ts'
import { stopRunsPart, type StopWork } from '@/maintenance/stop/stop-runs.ts'
import { useSessionPart } from '@/runs/use-session.ts'
import { Name } from '@/ui/layout/Name.tsx'

interface StopDialogProps {
  work: StopWork
  isOpen: boolean
  /** Seen, or not wanted after all. */
  onClose: () => void
}

interface Row {
  /** As they were when somebody asked. */
  asked: StopCvm
  now: Cvm | undefined
  outcome: StopOutcome | undefined
}

const rowKey = ({ asked }: Row) => asked.id
const nothing: ReadonlyMap<string, StopOutcome> = new Map()
const noCvms: readonly StopCvm[] = []

/** Says what stopping does and to which CVMs, then what became of each of them. */
export function StopDialog({ work, isOpen, onClose }: StopDialogProps) {
  const stopRuns = useSessionPart(stopRunsPart)
  const fleet = useQuery(fleetQuery).data
  const hasRun = 'run' in work
  const hasEnded = work.step === 'ended'
  const outcomes = hasRun ? work.run.outcomes : nothing
  const cvms = hasRun ? work.run.cvms : work.step === 'asked' ? work.cvms : noCvms
  const rows = useMemo(() => {
    const now = new Map(fleet?.cvms.map((cvm) => [cvm.id, cvm]))
    const all = cvms.map((asked): Row => ({ asked, now: now.get(asked.id), outcome: outcomes.get(asked.id) }))
    // Once it has ended, what needs a person stands on top; before that no row moves.
    return hasEnded ? all.toSorted((a, b) => concern(b) - concern(a)) : all
  }, [cvms, fleet, outcomes, hasEnded])
  const columns = useMemo(() => (hasRun ? [name, state, outcome] : [name, state]), [hasRun])
  const ended = [...outcomes.values()].filter(({ kind }) => kind !== 'waiting' && kind !== 'sending').length
  const retryable = [...outcomes.values()].filter(mayRetry).length
  const requests = Math.ceil(cvms.length / maxIdsPerStop)
  // A dialog that drives requests stays until they have ended.
  const isBusy = work.step === 'running' || work.step === 'looking'

  return (
    <Dialog
      open={isOpen}
      onClose={() => !isBusy && onClose()}
      isPersistent={hasRun}
      size={hasRun ? 'lg' : 'md'}
      title={titleOf(work, cvms.length)}
      footer={
        work.step === 'running' ? (
          <Button disabledReason={work.isEnding ? 'The request that is under way still ends.' : null} onClick={stopRuns.sendNoMore}>
            Send no more
          </Button>
        ) : work.step === 'ended' ? (
          <>
            {retryable > 0 ? (
              <Button icon={RotateCw} onClick={() => void stopRuns.again()}>
                Try {retryable.toLocaleString('en')} again
              </Button>
            ) : null}
            <Button variant="primary" onClick={onClose}>
              Done
            </Button>
          </>
        ) : hasRun ? (
          <Button disabledReason={isBusy ? 'What may have been sent is still being looked up.' : null} onClick={onClose}>
            Close
          </Button>
        ) : (
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button variant="danger" icon={Zap} onClick={() => void stopRuns.start()}>
              Stop {cvmCount(cvms.length)}
            </Button>
          </>
        )
      }
    >
      <div className="space-y-3 text-13">
        {hasRun ? (
          <>
            <output className="block font-medium tabular-nums">{summaryOf(outcomes) || 'Nothing is known yet'}</output>
            <Reasons outcomes={outcomes} />
            {isBusy ? <ProgressBar label="CVMs with an outcome" value={ended} max={cvms.length} /> : null}
            {work.step === 'running' ? (
              <p className="text-muted">
                {work.isKept
                  ? 'Keep this page open: without it, nothing more is sent. What was sent stays on record here.'
                  : 'Keep this page open: this browser does not keep the record, so a reload would lose the results.'}
              </p>
            ) : null}
          </>
        ) : (
          <>
            <p>
              Power is cut immediately. Containers cannot finish what they are writing, so files may be damaged. Endpoints do not answer
              until somebody starts the CVMs again.
            </p>
            <p>
              A CVM that is stopped already or has an operation under way is left out.
              {requests > 1 ? ` They are sent in ${requests} requests of at most ${maxIdsPerStop}, one after another.` : ''}
            </p>
          </>
        )}
        <DataTable label="CVMs to stop" rows={rows} columns={columns} rowKey={rowKey} narrow={narrow} maxHeight="min(22rem, 45dvh)" />
      </div>
    </Dialog>
  )
}

function titleOf({ step }: StopWork, count: number): string {
  if (step === 'running') return `Stopping ${cvmCount(count)}`
  if (step === 'looking') return 'Looking up the results'
  if (step === 'elsewhere') return `Another tab is stopping ${cvmCount(count)}`
  return step === 'ended' ? 'Results' : `Stop ${cvmCount(count)} now?`
}

const words: [StopOutcome['kind'], string][] = [
  ['accepted', 'stopping'],
  ['skipped', 'skipped'],
  ['error', 'failed'],
  ['unknown', 'unknown'],
  ['not-sent', 'not sent'],
]

/** As in "12 stopping, 1 skipped"; only what there is. */
export function summaryOf(outcomes: ReadonlyMap<string, StopOutcome>): string {
  const counts = new Map<string, number>()
  for (const { kind } of outcomes.values()) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  return words
    .flatMap(([kind, word]) => (counts.has(kind) ? [`${counts.get(kind)!.toLocaleString('en')} ${word}`] : [])) // checked in the same line
    .join(', ')
}

const mostReasons = 5

/** The different reasons in full, the most frequent first; a row has no room for them. */
function Reasons({ outcomes }: { outcomes: ReadonlyMap<string, StopOutcome> }) {
  const counts = new Map<string, number>()
  for (const { detail } of outcomes.values()) if (detail) counts.set(detail, (counts.get(detail) ?? 0) + 1)
  if (counts.size === 0) return null
  const reasons = [...counts].sort(([, a], [, b]) => b - a)
  return (
    <ul className="space-y-0.5 text-12 text-muted">
      {reasons.slice(0, mostReasons).map(([reason, count]) => (
        <li key={reason}>
          <span className="tabular-nums">{count.toLocaleString('en')} ×</span> {reason}
        </li>
      ))}
      {reasons.length > mostReasons ? <li>The others are in the rows.</li> : null}
    </ul>
  )
}

export const cvmCount = (count: number) => counted(count, 'CVM')

const kindWords: Record<StopOutcome['kind'], { word: string; tone: 'ok' | 'moving' | 'off' | 'bad' | 'unknown' }> = {
  waiting: { word: 'Waiting', tone: 'unknown' },
  sending: { word: 'Being sent', tone: 'moving' },
  accepted: { word: 'Accepted', tone: 'ok' },
  skipped: { word: 'Skipped', tone: 'off' },
  error: { word: 'Failed', tone: 'bad' },
  unknown: { word: 'Unknown', tone: 'unknown' },
  'not-sent': { word: 'Not sent', tone: 'unknown' },
}
const order = Object.keys(kindWords)
const concern = ({ outcome }: Row) => (outcome && mayRetry(outcome) ? 2 : outcome?.kind === 'skipped' ? 1 : 0)

function Outcome({ of }: { of: StopOutcome | undefined }) {
  if (!of) return null
  const { word, tone } = kindWords[of.kind]
  return (
    <span className="flex min-w-0 items-center gap-2">
      <StatusBadge tone={tone} label={word} />
      {of.detail ? (
        <span className="truncate text-12 text-muted" title={of.detail}>
          {of.detail}
        </span>
      ) : null}
    </span>
  )
}

const State = ({ cvm }: { cvm: Cvm | undefined }) =>
  cvm ? (
    <StatusBadge tone={cvm.inProgress ? 'moving' : statusTone(cvm.status)} label={statusLabel(cvm.status)} />
  ) : (
    <span className="text-muted">not in the fleet</span>
  )

const name: DataColumn<Row> = {
  id: 'name',
  header: 'Name',
  width: 160,
  grow: true,
  cell: ({ asked }) => (
    <span title={asked.id}>
      <Name>{asked.name}</Name>
    </span>
  ),
  sortValue: ({ asked }) => asked.name,
}
const state: DataColumn<Row> = {
  id: 'state',
  header: 'State now',
  width: 120,
  cell: ({ now }) => <State cvm={now} />,
  sortValue: ({ now }) => now?.status ?? null,
}
const outcome: DataColumn<Row> = {
  id: 'outcome',
  header: 'Outcome',
  width: 380,
  grow: true,
  cell: (row) => <Outcome of={row.outcome} />,
  sortValue: (row) => (row.outcome ? order.indexOf(row.outcome.kind) : null),
}

const narrowCell = (row: Row) => (
  <div className="min-w-0 space-y-1">
    <div className="flex min-w-0 items-center justify-between gap-3">
      <span className="truncate">
        <Name>{row.asked.name}</Name>
      </span>
      <State cvm={row.now} />
    </div>
    <Outcome of={row.outcome} />
  </div>
)
const narrow = { cell: narrowCell, rowHeight: 56 }
