import { useMemo } from 'react'
import { PageHeader } from '@/ui/layout/PageHeader.tsx'
import { readFinisherLink } from '@/updates/handover/handover-link.ts'
import { BrokenLink } from '@/features/approval/approve/BrokenLink.tsx'
import { CompareChange } from '@/features/approval/approve/CompareChange.tsx'
import { isolated } from '@/lib/isolated.ts'
import { FinishPanel } from './FinishPanel.tsx'
import { HandoverFrame } from '@/features/approval/approve/HandoverFrame.tsx'
import { useFragment } from '@/features/approval/approve/use-fragment.ts'

/** Where whoever holds the finisher link starts a prepared update, once its hash is allowed. No key is needed: the link's secret is the credential. */
export function FinishPage({ isSandbox }: { isSandbox: boolean }) {
  const fragment = useFragment()
  const read = useMemo(() => readFinisherLink(fragment), [fragment])
  return (
    <HandoverFrame isSandbox={isSandbox}>
      {'problem' in read ? (
        <BrokenLink kind="finisher link" problem={read.problem} />
      ) : (
        <>
          <PageHeader
            title={`Confirm the update of ${isolated(read.request.cvmName)}`}
            description="Someone prepared a new configuration. Once the contract’s owner has allowed its hash, confirming starts it: the CVM restarts."
          />
          <FinishPanel key={fragment} request={read.request} />
          <CompareChange key={`change ${fragment}`} ticket={read.request.ticket} />
        </>
      )}
    </HandoverFrame>
  )
}
