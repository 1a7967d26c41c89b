import { Download, Pause, Play, RotateCcw, Square } from 'lucide-react'
import { useMemo, useState } from 'react'
import { formatDuration, formatExactTime } from '@/lib/durations.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { Card } from '@/ui/layout/Card.tsx'
import { Notice } from '@/ui/feedback/Notice.tsx'
import { ProgressBar } from '@/ui/feedback/ProgressBar.tsx'
import { useNow } from '@/ui/feedback/use-now.ts'
import { saveTextFile } from '@/lib/save-text-file.ts'
import { FilterTiles } from '@/features/instance-ids/preview/FilterTiles.tsx'
import { samePreview } from '@/maintenance/instance-ids/make-plan.ts'
import { maintenancePart, type Work } from '@/maintenance/instance-ids/maintenance-store.ts'
import { useSessionPart } from '@/runs/use-session.ts'
import { outcomeCsv, outcomeJson } from './outcome-csv.ts'
import { pauseTexts } from './pause-texts.ts'
import { PlanFacts } from '@/features/instance-ids/preview/PlanFacts.tsx'
import { counted } from '@/lib/counted.ts'
import { formatNumber } from '@/lib/numbers.ts'
import { outcomesById, outcomesOf, progressOf, type RunState } from '@/maintenance/instance-ids/refresh-run.ts'
import { isWorthAnotherLook, outcomeKinds, outcomeWords, type OutcomeKind } from '@/maintenance/instance-ids/row-outcome.ts'
import { outcomeTones, RowsTable } from '@/features/instance-ids/rows/RowsTable.tsx'

type Applying = Extract<Work, { step: 'applying' }>
type Elsewhere = Extract<Work, { step: 'elsewhere' }>

/** A run under way or ended: how far it is, what became of each row, and what can be done about it. */
export function RunPane({ work, actor }: { work: Applying | Elsewhere; actor: string | null }) {
  const maintenance = useSessionPart(maintenancePart)
  const { plan, run } = work
  const [filter, setFilter] = useState<OutcomeKind | null>(null)
  const outcomes = useMemo(() => outcomesById(plan, run), [plan, run])
  const counts = useMemo(() => {
    const sums = new Map<OutcomeKind, number>()
    for (const { kind } of outcomes.values()) sums.set(kind, (sums.get(kind) ?? 0) + 1)
    return sums
  }, [outcomes])
  const rows = useMemo(
    () => (filter === null ? plan.rows : plan.rows.filter(({ id }) => outcomes.get(id)!.kind === filter)), // every row has one
    [plan, outcomes, filter],
  )
  const isFinished = run.step === 'finished'
  const again = useMemo(
    () => (isFinished ? plan.rows.filter(({ id }) => isWorthAnotherLook(outcomes.get(id)!.kind)).map(({ id }) => id) : []),
    [isFinished, plan, outcomes],
  )
  const fileName = `instance-ids-outcome-${plan.digest.slice(0, 8)}`

  return (
    <Card
      title={isFinished ? 'Outcome' : 'Writing instance IDs'}
      aside={<span className="tabular-nums">{counted(plan.rows.length, 'CVM')} in scope</span>}
    >
      <div className="space-y-4">
        <PlanFacts plan={plan} />
        {work.note === 'other-run' ? (
          <Notice tone="caution" isAnnounced title="This is another run than the one that was shown here.">
            <p>
              That one is no longer on record: most likely it ended and its results were closed in another tab of this browser. Nothing was
              sent from here.
            </p>
          </Notice>
        ) : null}
        {run.step === 'finished' ? (
          <Result run={run} written={counts.get('written') ?? 0} again={again.length} />
        ) : work.step === 'elsewhere' ? (
          <RunElsewhere work={work} />
        ) : (
          <RunProgress work={work} />
        )}
        <FilterTiles
          label="Outcomes"
          value={filter}
          onChange={setFilter}
          tiles={outcomeKinds
            .filter((kind) => kind === 'written' || (counts.get(kind) ?? 0) > 0)
            .map((kind) => ({
              value: kind,
              label: outcomeWords[kind].label,
              meaning: outcomeWords[kind].meaning,
              count: counts.get(kind) ?? 0,
              tone: tileTone(kind),
            }))}
        />
        <RowsTable label="Outcome for each CVM" rows={rows} outcomes={outcomes} isGoingOn={!isFinished && run.step !== 'paused'} />
        <div className="flex flex-wrap gap-2 border-t border-line pt-4">
          {isFinished && again.length > 0 ? (
            <Button variant="primary" icon={RotateCcw} onClick={() => void maintenance.preview(samePreview(plan, actor, again))}>
              {again.length === 1 ? 'Preview this one again' : `Preview these ${formatNumber(again.length)} again`}
            </Button>
          ) : null}
          <Button icon={Download} onClick={() => saveTextFile(`${fileName}.csv`, outcomeCsv(outcomesOf(plan, run)), 'text/csv')}>
            Export CSV
          </Button>
          <Button icon={Download} onClick={() => saveTextFile(`${fileName}.json`, outcomeJson(plan, run, actor), 'application/json')}>
            Export JSON
          </Button>
          {isFinished ? (
            <Button variant="quiet" onClick={maintenance.discard}>
              Close
            </Button>
          ) : null}
        </div>
      </div>
    </Card>
  )
}

function tileTone(kind: OutcomeKind) {
  const tone = outcomeTones[kind]
  return tone === 'changed' || tone === 'caution' || tone === 'stop' ? tone : 'plain'
}

function Result({ run, written, again }: { run: Extract<RunState, { step: 'finished' }>; written: number; again: number }) {
  const took = formatDuration((Date.parse(run.finishedAt) - Date.parse(run.startedAt)) / 1000)
  if (run.isStopped) {
    return (
      <Notice tone="caution" title={`Stopped. ${counted(written, 'instance ID')} written.`}>
        <p>Rows marked “Not sent” were not touched. A new preview shows what is left.</p>
      </Notice>
    )
  }
  return (
    <Notice tone={again > 0 ? 'caution' : 'verified'} title={`Done in ${took}: ${counted(written, 'instance ID')} written.`}>
      <p>
        {again > 0
          ? `${counted(again, 'row needs', 'rows need')} review; the reasons are below.`
          : 'Every row ended as the preview promised.'}
      </p>
    </Notice>
  )
}

/** What another tab of this browser writes, as its record tells. */
function RunElsewhere({ work: { run, isCertain } }: { work: Elsewhere }) {
  const maintenance = useSessionPart(maintenancePart)
  return (
    <div className="space-y-3">
      {isCertain ? (
        <Notice isAnnounced title="Another tab of this browser is writing this run, or has it paused.">
          <p>Its progress is shown here. Pause, resume or stop it in that tab. Once that tab is closed, you can resume the run here.</p>
        </Notice>
      ) : (
        <Notice tone="caution" isAnnounced title="Another tab of this browser has just written this run.">
          <p>
            Its progress is shown here. Browsers tell only over https or on localhost whether that tab is still open. Resume or stop the run
            here only once it is closed.
          </p>
        </Notice>
      )}
      <Progress run={run} timeLeft="" />
      {isCertain ? null : (
        <div className="flex flex-wrap gap-2">
          <Button icon={Play} onClick={() => void maintenance.resume()}>
            Resume
          </Button>
          <Button icon={Square} onClick={() => void maintenance.stop()}>
            Stop after what is under way
          </Button>
        </div>
      )}
    </div>
  )
}

function Progress({ run, timeLeft }: { run: RunState; timeLeft: string }) {
  const { requests, requestsDone, rows, rowsDone } = progressOf(run)
  return (
    <div>
      <div className="mb-1.5 flex flex-wrap justify-between gap-x-4 text-13 tabular-nums">
        <span>
          {requestsDone} of {counted(requests, 'request')}, {rowsDone} of {counted(rows, 'row')}
        </span>
        <span className="text-muted">{timeLeft}</span>
      </div>
      <ProgressBar label="Rows with an outcome" value={rowsDone} max={Math.max(1, rows)} />
    </div>
  )
}

function RunProgress({ work: { run, since, isKept, note, waitsUntil } }: { work: Applying }) {
  const maintenance = useSessionPart(maintenancePart)
  const now = useNow()
  const { rows, rowsDone, underWay } = progressOf(run)
  const elapsed = (now - since.at.getTime()) / 1000
  const doneSince = rowsDone - since.rowsDone
  const secondsLeft = run.step === 'running' && doneSince > 0 && elapsed > 2 ? ((rows - rowsDone) * elapsed) / doneSince : null
  return (
    <div className="space-y-3">
      {run.step === 'paused' && note !== 'looking' ? (
        <Notice tone="caution" title={pauseTexts[run.reason].title}>
          <p>
            {underWay > 0 ? `${counted(underWay, 'request')} under way will still end. ` : ''}
            {pauseTexts[run.reason].next}
          </p>
        </Notice>
      ) : null}
      {run.step === 'running' && waitsUntil && waitsUntil.getTime() > now ? (
        <Notice tone="caution" isAnnounced title={`Phala Cloud asks to wait until ${formatExactTime(waitsUntil)}.`}>
          <p>Nothing is sent until then, and the run continues by itself. You can stop it.</p>
        </Notice>
      ) : null}
      {run.step === 'stopping' ? <Notice title="Stopping: what is under way ends, nothing else starts." /> : null}
      {note === 'run-elsewhere' ? (
        <Notice tone="caution" role="alert" title="Another tab of this browser is running it now.">
          <p>Go on in that tab, or close it and resume here.</p>
        </Notice>
      ) : null}
      {isKept ? null : (
        <Notice tone="caution" title="This browser does not keep the record of this run.">
          <p>Leave this tab open until it finishes: a reload would lose where it was.</p>
        </Notice>
      )}
      <Progress run={run} timeLeft={secondsLeft === null ? '' : `about ${formatDuration(Math.max(1, secondsLeft))} left`} />
      <div className="flex flex-wrap gap-2">
        {run.step === 'paused' ? (
          <Button variant="primary" icon={Play} onClick={() => void maintenance.resume()}>
            Resume
          </Button>
        ) : (
          <Button icon={Pause} disabledReason={run.step === 'stopping' ? 'The run is stopping.' : null} onClick={maintenance.pause}>
            Pause
          </Button>
        )}
        <Button
          icon={Square}
          disabledReason={run.step === 'stopping' ? 'The run is stopping.' : null}
          onClick={() => void maintenance.stop()}
        >
          Stop after what is under way
        </Button>
      </div>
    </div>
  )
}
