import { useEffect, useRef } from 'react'
import { useRunningOperation } from '@/api/operations/use-running-operation.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { operationWords } from '@/domain/operation-texts.ts'
import { Age } from '@/ui/feedback/Age.tsx'
import { announce } from '@/ui/feedback/announce.ts'
import { Checkbox } from '@/ui/controls/Checkbox.tsx'
import { Notice } from '@/ui/feedback/Notice.tsx'
import { Spinner } from '@/ui/feedback/Spinner.tsx'
import { CancelUpdate } from '@/features/review/progress/CancelUpdate.tsx'

interface BusyNoticeProps {
  cvm: Cvm
  appliesAfterwards: boolean
  /** Absent when the change could not be applied anyway. */
  onAppliesAfterwards: ((wanted: boolean) => void) | null
}

/** Somebody else's operation runs, so nothing can be applied until it ends; the page notices by itself when that is. */
export function BusyNotice({ cvm, appliesAfterwards, onAppliesAfterwards }: BusyNoticeProps) {
  const { operation, startedAt } = useRunningOperation(cvm)
  const wasBusy = useRef(false)
  useEffect(() => {
    if (wasBusy.current && !cvm.inProgress) announce('The other operation has ended.')
    wasBusy.current = cvm.inProgress === true
  }, [cvm.inProgress])
  if (!cvm.inProgress) return null

  return (
    <Notice tone="caution" icon={Spinner} title="Another operation is running on this CVM." actions={<CancelUpdate cvm={cvm} />}>
      <p>
        {operation ? operationWords({ ...operation, status: 'in_progress' }) : 'The server does not say which'}
        {operation?.triggeredBy ? `, started by ${operation.triggeredBy}` : null}
        {startedAt ? (
          <>
            {' '}
            <Age by="server" at={startedAt} />
          </>
        ) : null}
        . Your change was not sent; it can be applied when it finishes.
      </p>
      {onAppliesAfterwards ? (
        <Checkbox
          className="pt-1"
          label="Apply by itself when it finishes, unless this CVM was changed meanwhile"
          checked={appliesAfterwards}
          onChange={(event) => onAppliesAfterwards(event.target.checked)}
        />
      ) : null}
    </Notice>
  )
}
