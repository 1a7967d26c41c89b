import { ListChecks } from 'lucide-react'
import { describeFailure } from '@/api/describe-failure.ts'
import { formatExactTime } from '@/lib/durations.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { Card } from '@/ui/layout/Card.tsx'
import { EmptyState } from '@/ui/layout/EmptyState.tsx'
import { FailureNotice } from '@/ui/feedback/FailureNotice.tsx'
import { Notice } from '@/ui/feedback/Notice.tsx'
import { ProgressBar } from '@/ui/feedback/ProgressBar.tsx'
import { maintenancePart, type Work } from '@/maintenance/instance-ids/maintenance-store.ts'
import { useSessionPart } from '@/runs/use-session.ts'
import { PreviewStripe } from './PreviewStripe.tsx'
import { counted } from '@/lib/counted.ts'

/** The right side before there is a plan: nothing yet, a preview under way, or why it failed. */
export function NoPlanPane({ work }: { work: Extract<Work, { step: 'none' | 'planning' }> }) {
  const maintenance = useSessionPart(maintenancePart)
  if (work.step === 'planning') {
    const { chunksDone, chunks, waitsUntil } = work.progress
    return (
      <div>
        <PreviewStripe>Preview under way: nothing is written</PreviewStripe>
        <Card className="rounded-t-none">
          <p className="mb-2 text-13">
            Asked about {chunksDone} of {counted(chunks, 'request')}, {counted(work.ids, 'CVM')} in all.
          </p>
          {waitsUntil ? (
            <p className="mb-2 text-13 text-muted">
              Phala Cloud asks to wait until {formatExactTime(waitsUntil)}. The preview continues by itself.
            </p>
          ) : null}
          <ProgressBar label="Preview" value={chunksDone} max={chunks} />
          <Button className="mt-4" onClick={maintenance.cancelPreview}>
            Cancel preview
          </Button>
        </Card>
      </div>
    )
  }
  const failure = work.failure === undefined ? null : describeFailure(work.failure)
  return (
    <>
      {failure ? (
        <FailureNotice
          {...failure}
          title={`The preview did not finish. ${failure.title}`}
          safe="A preview writes nothing, so nothing was changed."
          next={`${failure.next} Your scope and options are still there.`}
        />
      ) : null}
      {work.note === 'unreadable-record' ? (
        <Notice tone="caution" title="An earlier run cannot be continued">
          <p>
            This browser kept a record of it that this version cannot read, so the record was removed. What the run had written stays
            written. A new preview shows what is still missing.
          </p>
        </Notice>
      ) : null}
      {work.note === 'newer-record' ? (
        <Notice tone="caution" title="A newer version of this console has a run on record.">
          <p>Reload this page to see that run. Until then a preview can be made here, and nothing can be written.</p>
        </Notice>
      ) : null}
      {work.note === 'closed-elsewhere' ? (
        <Notice isAnnounced title="The run that was shown here is no longer on record.">
          <p>Most likely it ended and its results were closed in another tab of this browser. Nothing was sent from here.</p>
        </Notice>
      ) : null}
      <Card>
        <EmptyState icon={ListChecks} title="No preview yet">
          Choose the CVMs and press Preview. It asks Phala Cloud what would be stored and shows each change here. It writes nothing.
        </EmptyState>
      </Card>
    </>
  )
}
