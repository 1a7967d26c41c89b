import { useQuery } from '@tanstack/react-query'
import { RotateCw, Zap } from 'lucide-react'
import { useMemo } from 'react'
import { maxIdsPerStop } from '@/api/batch-stop.ts'
import { fleetQuery } from '@/api/fleet-query.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { statusLabel, statusTone } from '@/domain/cvm-status.ts'
import { Button } from '@/ui/Button.tsx'
import { DataTable } from '@/ui/DataTable.tsx'
import type { DataColumn } from '@/ui/data-table-types.ts'
import { Dialog } from '@/ui/Dialog.tsx'
import { ProgressBar } from '@/ui/ProgressBar.tsx'
import { StatusBadge } from '@/ui/StatusBadge.tsx'
import type { StopOutcome } from './stop-many.ts'
import { summaryOf, useStopMany } from './use-stop-many.ts'

interface StopDialogProps {
  /** Exactly these are asked about and sent. */
  cvms: readonly Cvm[]
  isOpen: boolean
  onClose: () => void
}

interface Row {
  cvm: Cvm
  outcome: StopOutcome | undefined
}

const rowKey = ({ cvm }: Row) => cvm.id

/** Says what stopping does and to which CVMs, then what became of each of them. */
export function StopDialog({ cvms, isOpen, onClose }: StopDialogProps) {
  const { outcomes, isRunning, isEnding, retryable, run, sendNoMore } = useStopMany(cvms)
  const fleet = useQuery(fleetQuery).data
  const hasRun = outcomes.size > 0
  const rows = useMemo(() => {
    const now = new Map(fleet?.cvms.map((cvm) => [cvm.id, cvm]))
    return cvms.map((cvm): Row => ({ cvm: now.get(cvm.id) ?? cvm, outcome: outcomes.get(cvm.id) }))
  }, [cvms, fleet, outcomes])
  const columns = useMemo(() => (hasRun ? [name, state, outcome] : [name, state]), [hasRun])
  const ended = [...outcomes.values()].filter(({ kind }) => kind !== 'waiting' && kind !== 'sending').length
  const requests = Math.ceil(cvms.length / maxIdsPerStop)

  return (
    <Dialog
      open={isOpen}
      onClose={() => !isRunning && onClose()}
      isPersistent={hasRun}
      size={hasRun ? 'lg' : 'md'}
      title={hasRun ? (isRunning ? `Stopping ${cvmCount(cvms.length)}` : 'What became of each') : `Stop ${cvmCount(cvms.length)} now?`}
      footer={
        isRunning ? (
          <Button disabledReason={isEnding ? 'The request that is under way still ends.' : null} onClick={sendNoMore}>
            Send no more
          </Button>
        ) : hasRun ? (
          <>
            {retryable > 0 ? (
              <Button icon={RotateCw} onClick={() => void run()}>
                Try {retryable.toLocaleString('en')} again
              </Button>
            ) : null}
            <Button variant="primary" onClick={onClose}>
              Done
            </Button>
          </>
        ) : (
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button variant="danger" icon={Zap} onClick={() => void run()}>
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
            {isRunning ? (
              <>
                <ProgressBar label="CVMs with an outcome" value={ended} max={cvms.length} />
                <p className="text-muted">Keep this page open: without it, nothing more is sent.</p>
              </>
            ) : null}
          </>
        ) : (
          <>
            <p>
              The power is pulled at once. Containers cannot finish what they are writing, so files may be damaged. Endpoints do not answer
              until somebody starts the CVMs again.
            </p>
            <p>
              A CVM that is stopped already or has an operation under way is left out.
              {requests > 1 ? ` They go out in ${requests} requests of at most ${maxIdsPerStop}, one after the other.` : ''}
            </p>
          </>
        )}
        <DataTable label="CVMs to stop" rows={rows} columns={columns} rowKey={rowKey} narrow={narrow} maxHeight="min(22rem, 45dvh)" />
      </div>
    </Dialog>
  )
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

const cvmCount = (count: number) => `${count.toLocaleString('en')} ${count === 1 ? 'CVM' : 'CVMs'}`

const kindWords: Record<StopOutcome['kind'], { word: string; tone: 'ok' | 'moving' | 'off' | 'bad' | 'unknown' }> = {
  waiting: { word: 'waiting', tone: 'unknown' },
  sending: { word: 'being sent', tone: 'moving' },
  accepted: { word: 'accepted', tone: 'ok' },
  skipped: { word: 'skipped', tone: 'off' },
  error: { word: 'failed', tone: 'bad' },
  unknown: { word: 'unknown', tone: 'unknown' },
  'not-sent': { word: 'not sent', tone: 'unknown' },
}
const order = Object.keys(kindWords)

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

const State = ({ cvm }: { cvm: Cvm }) => (
  <StatusBadge tone={cvm.inProgress ? 'moving' : statusTone(cvm.status)} label={statusLabel(cvm.status)} />
)

const name: DataColumn<Row> = {
  id: 'name',
  header: 'Name',
  width: 160,
  grow: true,
  cell: ({ cvm }) => <span title={cvm.id}>{cvm.name}</span>,
  sortValue: ({ cvm }) => cvm.name,
}
const state: DataColumn<Row> = {
  id: 'state',
  header: 'State now',
  width: 120,
  cell: ({ cvm }) => <State cvm={cvm} />,
  sortValue: ({ cvm }) => cvm.status,
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
      <span className="truncate">{row.cvm.name}</span>
      <State cvm={row.cvm} />
    </div>
    <Outcome of={row.outcome} />
  </div>
)
const narrow = { cell: narrowCell, rowHeight: 56 }
