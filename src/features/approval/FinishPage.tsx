import { useMemo } from 'react'
import { PageHeader } from '@/ui/PageHeader.tsx'
import { readFinisherLink } from '@/updates/hand-over-link.ts'
import { BrokenLink } from './BrokenLink.tsx'
import { CompareChange } from './CompareChange.tsx'
import { FinishDesk } from './FinishDesk.tsx'
import { HandOverFrame } from './HandOverFrame.tsx'
import { useFragment } from './use-fragment.ts'

/** Where whoever holds the finisher link starts a prepared update, once its hash is allowed. No key is needed: the link's secret is the credential. */
export function FinishPage({ isSandbox }: { isSandbox: boolean }) {
  const fragment = useFragment()
  const read = useMemo(() => readFinisherLink(fragment), [fragment])
  return (
    <HandOverFrame isSandbox={isSandbox}>
      {'problem' in read ? (
        <BrokenLink kind="finisher link" problem={read.problem} />
      ) : (
        <>
          <PageHeader
            title={`Commit the update of ${read.request.cvmName}`}
            description="Someone prepared a new configuration. Once the contract’s owner has allowed its hash, committing starts it: the CVM restarts."
          />
          <FinishDesk key={fragment} request={read.request} />
          <CompareChange key={`change ${fragment}`} ticket={read.request.ticket} />
        </>
      )}
    </HandOverFrame>
  )
}
