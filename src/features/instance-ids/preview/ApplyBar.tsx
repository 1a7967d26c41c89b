import { PencilLine } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/ui/controls/Button.tsx'
import { Field } from '@/ui/controls/Field.tsx'
import { Notice } from '@/ui/feedback/Notice.tsx'
import { NumberInput } from '@/ui/controls/NumberInput.tsx'
import { counted } from '@/lib/counted.ts'
import type { PlanNote } from '@/maintenance/instance-ids/maintenance-store.ts'
import { writeSentence, type WriteSummary } from '@/maintenance/instance-ids/refresh-plan.ts'

interface ApplyBarProps {
  summary: WriteSummary
  isTooOld: boolean
  /** Why it was not applied. */
  note: PlanNote | undefined
  onApply: () => void
}

/** The sentence that says what will be written, as a button. Overwriting asks for its number to be typed. */
export function ApplyBar({ summary, isTooOld, note, onApply }: ApplyBarProps) {
  const [typed, setTyped] = useState('')
  const { requests, overwrites } = summary
  const isConfirmed = overwrites === 0 || typed.trim() === String(overwrites)
  const reason =
    requests.length === 0
      ? 'There is nothing to write.'
      : isTooOld
        ? 'This preview is more than 24 hours old. Make a new one.'
        : isConfirmed
          ? null
          : `Type ${overwrites} to confirm overwriting.`
  return (
    <div className="-mx-4 -mb-4 space-y-3 rounded-b border-t border-line bg-raised px-4 py-4 sm:z-3 tall:sm:sticky tall:sm:bottom-0">
      {note === 'run-on-record' ? (
        <Notice tone="caution" role="alert" title="Another tab has left a run on record.">
          <p>
            Nothing was sent from here. Export this plan, then reload the page: the run is shown first, and the plan can be opened after it.
          </p>
        </Notice>
      ) : null}
      {note === 'newer-record' ? (
        <Notice tone="caution" role="alert" title="A newer version of this console has a run on record.">
          <p>
            Nothing was sent from here. Export this plan, then reload this page: the run is shown first, and the plan can be opened after
            it.
          </p>
        </Notice>
      ) : null}
      {note === 'run-elsewhere' ? (
        <Notice tone="caution" role="alert" title="Another tab of this browser is writing instance IDs.">
          <p>Nothing was sent from here. Go on in that tab, or close it and apply again.</p>
        </Notice>
      ) : null}
      {overwrites > 0 && !isTooOld ? (
        <Field
          label={`Type ${overwrites} to confirm that ${counted(overwrites, 'stored ID is', 'stored IDs are')} overwritten`}
          hint="Sent separately. What is overwritten is kept in the exported outcome."
          className="max-w-md"
        >
          <NumberInput inputMode="numeric" value={typed} onChange={(event) => setTyped(event.target.value)} />
        </Field>
      ) : null}
      <Button
        variant={overwrites > 0 ? 'danger' : 'primary'}
        icon={PencilLine}
        disabledReason={reason}
        onClick={onApply}
        className="max-w-full !h-auto min-h-8 !whitespace-normal py-1.5 text-left pointer-coarse:min-h-11"
      >
        {writeSentence(summary)}
      </Button>
      <p className="text-12 text-muted">
        {reason ??
          'Right before each request the same CVMs are checked once more, and what no longer matches this preview is left out. No CVM restarts.'}
      </p>
    </div>
  )
}
