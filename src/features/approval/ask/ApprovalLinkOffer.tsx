import { useState } from 'react'
import { isolated } from '@/lib/isolated.ts'
import { useRecordScope } from '@/runs/use-session.ts'
import { Checkbox } from '@/ui/controls/Checkbox.tsx'
import { approvalLink, type ApprovalRequest } from '@/updates/handover/handover-link.ts'
import { HandoverLink } from './HandoverLink.tsx'
import { type NotInLink, packOwnChange } from './own-change.ts'
import { SaveChange } from './SaveChange.tsx'

interface ApprovalLinkOfferProps {
  cvmId: string
  request: ApprovalRequest
}

type WithChange = { kind: 'without' | 'reading' } | { kind: 'with'; packed: string } | { kind: 'impossible'; problem: NotInLink }

const problemWords: Record<NotInLink, string> = {
  unproven: 'The change behind this hash cannot be proven here at the moment, so the link stays without it.',
  secret: 'Something in the configuration looks like a secret in plain text, so the link stays without it.',
  unreadable: 'The configuration cannot be read well enough to tell that no secret is in it, so the link stays without it.',
  'too-large': 'The change is too large for a link. Save it as a file instead.',
}

/** The approval link, on its own or with the change in it, and the change as a file. */
export function ApprovalLinkOffer({ cvmId, request }: ApprovalLinkOfferProps) {
  const scope = useRecordScope()
  const [change, setChange] = useState<WithChange>({ kind: 'without' })

  async function choose(isWanted: boolean) {
    if (!isWanted || !scope) return setChange({ kind: 'without' })
    setChange({ kind: 'reading' })
    const read = await packOwnChange(scope, cvmId, request.ticket)
    // Unless it was decided otherwise meanwhile.
    setChange((now) =>
      now.kind !== 'reading'
        ? now
        : 'packed' in read
          ? { kind: 'with', packed: read.packed }
          : { kind: 'impossible', problem: read.problem },
    )
  }

  const link = approvalLink(change.kind === 'with' ? { ...request, packedChange: change.packed } : request, location.origin)
  return (
    <>
      <HandoverLink url={link} title={`Approve an update of ${isolated(request.cvmName)}`}>
        <SaveChange cvmId={cvmId} ticket={request.ticket} />
      </HandoverLink>
      {scope ? (
        <Checkbox
          className="mt-2"
          label={change.kind === 'reading' ? 'With the change in the link: reading it' : 'With the change in the link'}
          hint="The configuration before and after, with everything that is written in it."
          checked={change.kind === 'with' || change.kind === 'reading'}
          onChange={(event) => void choose(event.target.checked)}
        />
      ) : null}
      {change.kind === 'impossible' ? (
        <p role="alert" className="mt-1 text-12 text-muted">
          {problemWords[change.problem]}
        </p>
      ) : null}
    </>
  )
}
