import { type ComponentType, Suspense, useMemo } from 'react'
import { PageHeader } from '@/ui/layout/PageHeader.tsx'
import { Skeleton } from '@/ui/layout/Skeleton.tsx'
import { readApprovalLink, type ApprovalRequest } from '@/updates/handover/handover-link.ts'
import { approvalTitle } from './approval-title.ts'
import { BrokenLink } from './BrokenLink.tsx'
import { CompareChange } from './CompareChange.tsx'
import { HandoverFrame } from './HandoverFrame.tsx'
import { useFragment } from './use-fragment.ts'

interface ApprovalPageProps {
  isSandbox: boolean
  /** Where it is signed, loaded when a link could be read. */
  desk: ComponentType<{ request: ApprovalRequest }>
}

/** A call for somebody else to look at and to sign. Everything comes from the link; no key is needed and no update can be started here. */
export function ApprovalPage({ isSandbox, desk: Desk }: ApprovalPageProps) {
  const fragment = useFragment()
  const read = useMemo(() => readApprovalLink(fragment), [fragment])
  return (
    <HandoverFrame isSandbox={isSandbox}>
      {'problem' in read ? (
        <BrokenLink kind="approval link" problem={read.problem} />
      ) : (
        <>
          <PageHeader
            title={approvalTitle(read.request)}
            description={
              read.request.isForStart
                ? 'The owner of the app contract is asked to allow the hash and the device that this CVM has now; that starts nothing by itself.'
                : 'Someone prepared a new configuration. The owner of the app contract is asked to allow its hash; that starts nothing by itself.'
            }
          />
          <p className="text-13 text-muted">
            The name, hash and addresses come from the link; the owner and what is allowed are read from the chain. No link can prove what a
            hash stands for: compare it with what the person asking you tells you in another way.
          </p>
          {read.request.isForStart ? null : (
            <CompareChange key={`change ${fragment}`} ticket={read.request.ticket} packed={read.request.packedChange ?? null} />
          )}
          <Suspense fallback={<Skeleton className="h-96 w-full" />}>
            <Desk key={fragment} request={read.request} />
          </Suspense>
        </>
      )}
    </HandoverFrame>
  )
}
