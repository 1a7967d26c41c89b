import { TriangleAlert } from 'lucide-react'
import { type ComponentType, Suspense, useMemo } from 'react'
import { Badge } from '@/ui/feedback/Badge.tsx'
import { PageHeader } from '@/ui/layout/PageHeader.tsx'
import { Skeleton } from '@/ui/layout/Skeleton.tsx'
import { readApprovalLink, type ApprovalRequest } from '@/updates/handover/handover-link.ts'
import { approvalTitle } from './approval-title.ts'
import { BrokenLink } from './BrokenLink.tsx'
import { CompareChange } from './CompareChange.tsx'
import { useGivenChange } from './given-change.ts'
import type { DeskProps } from './SignApproval.tsx'
import { isolated } from '@/lib/isolated.ts'
import { HandoverFrame } from './HandoverFrame.tsx'
import { useFragment } from './use-fragment.ts'

interface ApprovalPageProps {
  isSandbox: boolean
  /** Where it is signed, loaded when a link could be read. */
  desk: ComponentType<DeskProps>
}

/** A call for somebody else to look at and to sign. Everything comes from the link; no key is needed and no update can be started here. */
export function ApprovalPage({ isSandbox, desk }: ApprovalPageProps) {
  const fragment = useFragment()
  const read = useMemo(() => readApprovalLink(fragment), [fragment])
  return (
    <HandoverFrame isSandbox={isSandbox}>
      {'problem' in read ? (
        <BrokenLink kind="approval link" problem={read.problem} />
      ) : (
        <Approval key={fragment} request={read.request} desk={desk} />
      )}
    </HandoverFrame>
  )
}

function Approval({ request, desk: Desk }: { request: ApprovalRequest; desk: ApprovalPageProps['desk'] }) {
  const { ticket, isForStart = false, packedChange = null } = request
  const given = useGivenChange(ticket.composeHash, packedChange)
  return (
    <>
      {given.isLinkContradicted ? (
        <PageHeader
          title="Do not approve this"
          badge={
            <Badge tone="stop" icon={TriangleAlert}>
              not what it says
            </Badge>
          }
          description={`The link asks for the hash of one configuration of ${isolated(request.cvmName)} and shows another.`}
        />
      ) : (
        <PageHeader
          title={approvalTitle(request)}
          description={
            isForStart
              ? 'The owner of the app contract is asked to allow the hash and the device that this CVM has now; that starts nothing by itself.'
              : 'Someone prepared a new configuration. The owner of the app contract is asked to allow its hash; that starts nothing by itself.'
          }
        />
      )}
      <p className="text-13 text-muted">
        The name, hash and addresses come from the link; the owner and what is allowed are read from the chain. No link can prove what a
        hash stands for: compare it with what the person asking you tells you in another way.
      </p>
      {isForStart ? null : <CompareChange ticket={ticket} given={given} isInLink={packedChange !== null} />}
      <Suspense fallback={<Skeleton className="h-96 w-full" />}>
        <Desk request={request} isContradicted={given.isContradicted} />
      </Suspense>
    </>
  )
}
