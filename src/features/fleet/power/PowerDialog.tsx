import { formatNumber } from '@/lib/numbers.ts'
import { useQuery } from '@tanstack/react-query'
import { RotateCw } from 'lucide-react'
import { useMemo } from 'react'
import { maxIdsPerStop } from '@/api/batch-stop.ts'
import { fleetQuery } from '@/api/fleet-query.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { statusLabel, statusTone } from '@/domain/cvm-status.ts'
import { leftOutOf, type PowerAction } from '@/maintenance/power/power-action.ts'
import type { PowerCvm } from '@/maintenance/power/power-journal.ts'
import { isOpen as isRowOpen, mayRetry, type PowerOutcome } from '@/maintenance/power/power-outcome.ts'
import { requestsAtOnce } from '@/maintenance/power/power-run.ts'
import { powerRunsPart, type PowerWork } from '@/maintenance/power/power-runs.ts'
import { useSessionPart } from '@/runs/use-session.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { DataTable } from '@/ui/data-table/DataTable.tsx'
import type { DataColumn } from '@/ui/data-table/data-table-types.ts'
import { ProgressBar } from '@/ui/feedback/ProgressBar.tsx'
import { StatusBadge } from '@/ui/feedback/StatusBadge.tsx'
import { Name } from '@/ui/layout/Name.tsx'
import { Dialog } from '@/ui/overlay/Dialog.tsx'
import { showToast } from '@/ui/overlay/toast-store.ts'
import { cvmCount, powerTexts } from './power-texts.ts'

interface PowerDialogProps {
  work: PowerWork
  isOpen: boolean
  /** Seen, or not wanted after all. */
  onClose: () => void
}

interface Row {
  /** As they were when somebody asked. */
  asked: PowerCvm
  now: Cvm | undefined
  /** Before the run: whether it takes part, and why not. */
  outcome: PowerOutcome | undefined
}

const rowKey = ({ asked }: Row) => asked.id
const nothing: ReadonlyMap<string, PowerOutcome> = new Map()
const noCvms: readonly PowerCvm[] = []

/** Says what the action does and to which CVMs, then what became of each of them. */
export function PowerDialog({ work, isOpen, onClose }: PowerDialogProps) {
  const powerRuns = useSessionPart(powerRunsPart)
  const fleet = useQuery(fleetQuery).data
  const hasRun = 'run' in work
  const hasEnded = work.step === 'ended'
  const action = hasRun ? work.run.action : work.step === 'asked' ? work.action : 'stop'
  const texts = powerTexts[action]
  const cvms = hasRun ? work.run.cvms : work.step === 'asked' ? work.cvms : noCvms
  const inFleet = useMemo(() => new Map(fleet?.cvms.map((cvm) => [cvm.id, cvm])), [fleet])
  const isWhole = fleet !== undefined && !fleet.isPartial
  const leftOut = useMemo(() => (hasRun ? null : reasonsAgainst(action, cvms, inFleet, isWhole)), [hasRun, action, cvms, inFleet, isWhole])
  const outcomes = hasRun ? work.run.outcomes : nothing
  const rows = useMemo(() => {
    const all = cvms.map((asked): Row => {
      const reason = leftOut?.get(asked.id)
      const ahead: PowerOutcome = reason === undefined ? { kind: 'waiting' } : { kind: 'skipped', detail: reason }
      return { asked, now: inFleet.get(asked.id), outcome: leftOut ? ahead : outcomes.get(asked.id) }
    })
    // Once it has ended, what needs a person stands on top; before that no row moves.
    return hasEnded ? all.toSorted((a, b) => concern(b) - concern(a)) : all
  }, [cvms, inFleet, leftOut, outcomes, hasEnded])
  const columns = useMemo(() => columnsFor(action, leftOut !== null), [action, leftOut])
  const ended = [...outcomes.values()].filter((outcome) => !isRowOpen(outcome)).length
  const retryable = [...outcomes.values()].filter(mayRetry).length
  const taking = cvms.length - (leftOut?.size ?? 0)
  // A dialog that drives requests stays until they have ended.
  const isBusy = work.step === 'running' || work.step === 'looking'

  async function begin(reasons: ReadonlyMap<string, string>) {
    if (await powerRuns.start(reasons)) return
    const isNewer = powerRuns.hasNewerRecord()
    showToast({
      tone: 'caution',
      title: isNewer
        ? 'Nothing was started: a newer version of this console has a run on record'
        : 'Nothing was started: another tab’s run comes first',
      message: isNewer
        ? `Reload this page to see it, then ask for your ${texts.noun} again.`
        : `Once its results have been seen, ask for your ${texts.noun} again.`,
    })
  }

  return (
    <Dialog
      open={isOpen}
      onClose={() => !isBusy && onClose()}
      isPersistent={hasRun}
      size="lg"
      title={titleOf(work, taking, cvms.length)}
      footer={
        work.step === 'running' ? (
          <Button disabledReason={work.isEnding ? 'The request that is under way still ends.' : null} onClick={powerRuns.sendNoMore}>
            Send no more
          </Button>
        ) : work.step === 'ended' ? (
          <>
            {retryable > 0 ? (
              <Button icon={RotateCw} onClick={() => void powerRuns.again()}>
                Try {formatNumber(retryable)} again
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
            <Button
              variant={texts.isHarsh ? 'danger' : 'primary'}
              icon={texts.icon}
              disabledReason={taking === 0 ? 'None of these can take part. The rows say why.' : null}
              onClick={() => leftOut && void begin(leftOut)}
            >
              {texts.label} {cvmCount(taking)}
            </Button>
          </>
        )
      }
    >
      <div className="space-y-3 text-13">
        {hasRun ? (
          <>
            <output className="block font-medium tabular-nums">{summaryOf(action, outcomes) || 'Nothing is known yet'}</output>
            <Reasons details={[...outcomes.values()].map(({ detail }) => detail)} />
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
            <p>{texts.does}</p>
            {leftOut && leftOut.size > 0 ? (
              <div>
                <p>{cvmCount(leftOut.size)} left out:</p>
                <Reasons details={leftOut.values()} />
              </div>
            ) : null}
            {taking > 1 ? <p className="text-muted">{requestsText(action, taking)}</p> : null}
          </>
        )}
        <DataTable
          label={`CVMs to ${texts.label.toLowerCase()}`}
          rows={rows}
          columns={columns}
          rowKey={rowKey}
          narrow={narrowFor(action, leftOut !== null)}
          maxHeight="min(22rem, 45dvh)"
        />
      </div>
    </Dialog>
  )
}

/**
 * The CVMs for which nothing would be sent, as they are now, each with its reason. One that is not in a list that is still incomplete takes
 * part: it is looked at before anything is sent.
 */
function reasonsAgainst(
  action: PowerAction,
  cvms: readonly PowerCvm[],
  inFleet: ReadonlyMap<string, Cvm>,
  isWhole: boolean,
): ReadonlyMap<string, string> {
  return new Map(
    cvms.flatMap(({ id }) => {
      const now = inFleet.get(id)
      const reason = now ? leftOutOf(action, now) : isWhole ? 'It is no longer in the fleet.' : null
      return reason === null ? [] : [[id, reason] as const]
    }),
  )
}

function requestsText(action: PowerAction, count: number): string {
  if (action !== 'stop') return `Sent as one request for each CVM, ${requestsAtOnce} at a time. You can end the run at any time.`
  const requests = Math.ceil(count / maxIdsPerStop)
  return requests > 1 ? `Sent in ${requests} requests of at most ${maxIdsPerStop}, one after another.` : 'Sent in one request.'
}

function titleOf(work: PowerWork, taking: number, count: number): string {
  const { label, doing } = powerTexts[work.step === 'asked' ? work.action : 'run' in work ? work.run.action : 'stop']
  if (work.step === 'running') return `${doing} ${cvmCount(count)}`
  if (work.step === 'looking') return 'Looking up the results'
  if (work.step === 'elsewhere') return `Another tab: ${doing.toLowerCase()} ${cvmCount(count)}`
  if (work.step === 'ended') return 'Results'
  return taking === count ? `${label} ${cvmCount(count)}?` : `${label} ${formatNumber(taking)} of ${cvmCount(count)}?`
}

/** As in "12 restarting, 1 skipped"; only what there is. */
export function summaryOf(action: PowerAction, outcomes: ReadonlyMap<string, PowerOutcome>): string {
  const counts = new Map<string, number>()
  for (const { kind } of outcomes.values()) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  const words: [PowerOutcome['kind'], string][] = [
    ['accepted', powerTexts[action].doing.toLowerCase()],
    ['skipped', 'left out'],
    ['error', 'failed'],
    ['unknown', 'unknown'],
    ['not-sent', 'not sent'],
  ]
  return words
    .flatMap(([kind, word]) => (counts.has(kind) ? [`${formatNumber(counts.get(kind)!)} ${word}`] : [])) // checked in the same line
    .join(', ')
}

const mostReasons = 5

/** The different reasons in full, the most frequent first; a row has no room for them. */
function Reasons({ details }: { details: Iterable<string | undefined> }) {
  const counts = new Map<string, number>()
  for (const detail of details) if (detail) counts.set(detail, (counts.get(detail) ?? 0) + 1)
  if (counts.size === 0) return null
  const reasons = [...counts].sort(([, a], [, b]) => b - a)
  return (
    <ul className="space-y-0.5 text-12 text-muted">
      {reasons.slice(0, mostReasons).map(([reason, count]) => (
        <li key={reason}>
          <span className="tabular-nums">{formatNumber(count)} ×</span> {reason}
        </li>
      ))}
      {reasons.length > mostReasons ? <li>The others are in the rows.</li> : null}
    </ul>
  )
}

type Tone = 'ok' | 'moving' | 'off' | 'bad' | 'unknown'
const kindWords: Record<PowerOutcome['kind'], { word: string; tone: Tone }> = {
  waiting: { word: 'Waiting', tone: 'unknown' },
  sending: { word: 'Being sent', tone: 'moving' },
  accepted: { word: 'Accepted', tone: 'ok' },
  skipped: { word: 'Left out', tone: 'off' },
  error: { word: 'Failed', tone: 'bad' },
  unknown: { word: 'Unknown', tone: 'unknown' },
  'not-sent': { word: 'Not sent', tone: 'unknown' },
}
const order = Object.keys(kindWords)
const concern = ({ outcome }: Row) => (outcome && mayRetry(outcome) ? 2 : outcome?.kind === 'skipped' ? 1 : 0)

function Outcome({ of, action, isAhead }: { of: PowerOutcome | undefined; action: PowerAction; isAhead: boolean }) {
  if (!of) return null
  const { word, tone } = kindWords[of.kind]
  const willTakePart = isAhead && of.kind === 'waiting'
  return (
    <span className="flex min-w-0 items-center gap-2">
      <StatusBadge tone={tone} label={willTakePart ? `Will ${powerTexts[action].label.toLowerCase()}` : word} className="shrink-0" />
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
  isRowHeader: true,
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
const columnsFor = (action: PowerAction, isAhead: boolean): DataColumn<Row>[] => [
  name,
  state,
  {
    id: 'outcome',
    header: isAhead ? 'What happens' : 'Outcome',
    width: 380,
    grow: true,
    cell: (row) => <Outcome of={row.outcome} action={action} isAhead={isAhead} />,
    sortValue: (row) => (row.outcome ? order.indexOf(row.outcome.kind) : null),
  },
]

const narrowFor = (action: PowerAction, isAhead: boolean) => ({
  cell: (row: Row) => (
    <div className="min-w-0 space-y-1">
      <div className="flex min-w-0 items-center justify-between gap-3">
        <span className="truncate">
          <Name>{row.asked.name}</Name>
        </span>
        <State cvm={row.now} />
      </div>
      <Outcome of={row.outcome} action={action} isAhead={isAhead} />
    </div>
  ),
  rowHeight: 56,
})
