import { counted } from '@/lib/counted.ts'
import { formatNumber } from '@/lib/numbers.ts'
import { Link } from '@tanstack/react-router'
import { Fingerprint, Power } from 'lucide-react'
import type { PowerAction } from '@/maintenance/power/power-action.ts'
import type { UnfinishedRun } from '@/maintenance/unfinished/unfinished-runs.ts'
import { useIsDriven } from '@/maintenance/unfinished/use-is-driven.ts'
import { buttonClass } from '@/ui/controls/button-class.ts'
import { Age } from '@/ui/feedback/Age.tsx'
import { Badge } from '@/ui/feedback/Badge.tsx'

const nouns: Record<PowerAction, string> = { start: 'Start', restart: 'Restart', shutdown: 'Shutdown', stop: 'Stop' }

function textsOf(run: UnfinishedRun): { title: string; known: string; to: '/cvms' | '/instance-ids' } {
  if (run.kind === 'power') {
    const known = run.hasEnded ? '' : `What became of it is known for ${formatNumber(run.known)} of ${counted(run.total, 'CVM')}.`
    return { title: `${nouns[run.action]} of ${counted(run.total, 'CVM')}`, known, to: '/cvms' }
  }
  const known = `${counted(run.written, 'instance ID')} written, ${formatNumber(run.requestsDone)} of ${counted(run.requests, 'request')} done.`
  return { title: 'Refresh of instance IDs', known, to: '/instance-ids' }
}

/** What is under way, in words that hold whoever drives the run; `isDriven` as `useIsDriven` says it. */
function standingOf({ kind, hasEnded }: UnfinishedRun, isDriven: boolean | null): string {
  if (hasEnded) return 'Nothing is under way any more.'
  if (kind === 'power') {
    if (isDriven) return 'A tab of this browser is running it now.'
    return isDriven === null
      ? 'If its page was closed, nothing more is sent until you say so, and what may have been sent is looked up.'
      : 'No tab of this browser is running it any more. What may have been sent is looked up; nothing is sent until you say so.'
  }
  if (isDriven) return 'A tab of this browser is running it now: it goes on there, or is paused there.'
  return isDriven === null
    ? 'If its page was closed, it is paused where that happened, and goes on when you say so.'
    : 'It is paused where its page was closed, and goes on when you say so.'
}

/** A run over many CVMs that has not ended, or whose results nobody has looked at, and the way back to it. */
export function RunRow({ run }: { run: UnfinishedRun }) {
  const { title, known, to } = textsOf(run)
  const isHeld = useIsDriven(run.kind)
  // Whoever drives a run that has ended on record is about to let go of it.
  const isDriven = run.hasEnded ? false : isHeld
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 px-4 py-3">
      <div className="min-w-0 flex-1 basis-80">
        <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
          <span className="min-w-0 text-14 font-semibold">{title}</span>
          <Badge tone={run.hasEnded ? 'neutral' : isDriven ? 'accent' : 'caution'} icon={run.kind === 'power' ? Power : Fingerprint}>
            {run.hasEnded ? 'Ended, results not seen' : isDriven ? 'In a tab of this browser' : 'Not ended when last seen'}
          </Badge>
        </div>
        <p className="mt-1 text-13">
          {standingOf(run, isDriven)}
          {run.forReview > 0 ? ` ${counted(run.forReview, 'CVM')} to look at.` : ''}
        </p>
        <p className="mt-0.5 text-12 text-muted">
          {known ? `${known} · ` : null}
          <Age at={run.startedAt} />
        </p>
      </div>
      <Link to={to} className={buttonClass('secondary')}>
        {run.kind === 'power' ? 'Show in the fleet' : run.hasEnded ? 'See results' : isDriven ? 'See the run' : 'Continue'}
      </Link>
    </li>
  )
}
