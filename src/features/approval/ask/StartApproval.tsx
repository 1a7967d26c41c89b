import { useMemo } from 'react'
import type { Cvm } from '@/domain/cvm.ts'
import { systemClock } from '@/lib/clock.ts'
import { ExternalLink } from '@/ui/controls/ExternalLink.tsx'
import { approvalLink } from '@/updates/handover/handover-link.ts'
import { startRequest } from '@/updates/handover/start-request.ts'

/** The way to the signatures that a CVM as it is needs to start, for the contract's owner here or elsewhere. Nothing where none can be asked for. */
export function StartApproval({ cvm }: { cvm: Cvm }) {
  const link = useMemo(() => {
    const request = startRequest(cvm, systemClock.now())
    return request && approvalLink(request, location.origin)
  }, [cvm])
  return link === null ? null : (
    <p>
      <ExternalLink href={link}>Allow the next start</ExternalLink> The owner can sign on that page, or be sent its address: it holds no
      secret and needs no key.
    </p>
  )
}
