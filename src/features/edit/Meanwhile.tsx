import { useRunningOperation } from '@/api/operations/use-running-operation.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { operationWords } from '@/domain/operation-texts.ts'
import { Age } from '@/ui/feedback/Age.tsx'
import { Notice } from '@/ui/feedback/Notice.tsx'
import { Spinner } from '@/ui/feedback/Spinner.tsx'
import { useSecondTab } from './use-second-tab.ts'

/** What else happens to this CVM while it is edited here: an operation of somebody else, another tab. */
export function Meanwhile({ cvm, isOwnUpdate }: { cvm: Cvm; isOwnUpdate: boolean }) {
  const isSecondTab = useSecondTab(cvm.id)
  return (
    <>
      {isSecondTab ? (
        <Notice tone="caution" title="This CVM is being edited in another tab as well." isAnnounced>
          Both tabs share one draft: what is typed last, in either tab, replaces the other’s. Continue in one of them.
        </Notice>
      ) : null}
      {cvm.inProgress && !isOwnUpdate ? <RunningOperation cvm={cvm} /> : null}
    </>
  )
}

function RunningOperation({ cvm }: { cvm: Cvm }) {
  const { operation, startedAt } = useRunningOperation(cvm)
  return (
    <Notice tone="neutral" icon={Spinner} title="Another operation is running on this CVM." isAnnounced>
      <p>
        {operation ? operationWords({ ...operation, status: 'in_progress' }) : 'The server does not say what'}
        {operation?.triggeredBy ? `, started by ${operation.triggeredBy}` : null}
        {startedAt ? (
          <>
            {' '}
            <Age by="server" at={startedAt} />
          </>
        ) : null}
        . You can keep editing: what it changes is merged with your edits, and yours can be applied when it finishes.
      </p>
    </Notice>
  )
}
