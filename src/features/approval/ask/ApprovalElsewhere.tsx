import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { appQueries } from '@/api/queries.ts'
import type { AppOwner } from '@/chain/app-contract.ts'
import type { ChainFacts } from '@/chain/chain-client.ts'
import type { Bytes32 } from '@/domain/identifiers.ts'
import type { ApprovalRequest } from '@/updates/handover/handover-link.ts'
import { ApprovalCalls } from '@/features/approval/approve/ApprovalCalls.tsx'
import { Fold } from '@/features/approval/approve/Fold.tsx'
import { ApprovalLinkOffer } from './ApprovalLinkOffer.tsx'
import { webAddress } from '@/lib/web-address.ts'
import { classNames } from '@/ui/layout/class-names.ts'

interface ApprovalElsewhereProps {
  cvmId: string
  request: ApprovalRequest
  /** Where the contract does not allow the CVM's device yet: allowed in the same go. */
  deviceId: Bytes32 | null
  /** `null` where the console has no connection to it. */
  chain: ChainFacts | null
  /** Of the app contract; `undefined` while it is being read, `null` where it could not be. */
  owner: AppOwner | null | undefined
  /** Also the calls themselves, for an owner who is no account in a browser wallet. */
  withCalls: boolean
  /** Only the other way, since it can be signed here: shown when asked for. */
  isFolded?: boolean
}

/**
 * For whoever cannot sign here: a link for the owner, and the calls themselves. Calls that were looked at stay when the contract cannot be read
 * for a moment, with what was typed there.
 */
export function ApprovalElsewhere({ cvmId, request, deviceId, chain, owner, withCalls, isFolded = false }: ApprovalElsewhereProps) {
  const { data: kmsInfo } = useQuery({ ...appQueries.kmsInfo(request.ticket), enabled: withCalls })
  const [wereSeen, setSeen] = useState(false)
  return (
    <Fold
      title="Approve it elsewhere"
      opens={!isFolded}
      onOpen={() => withCalls && setSeen(true)}
      className={classNames('rounded border border-line px-4 py-3', !isFolded && 'bg-sunken')}
    >
      <p className="mt-1 text-13 text-muted">
        The link shows this call to the contract’s owner, who can sign it on any device, without a key of this console. It holds no secret
        and cannot start the update. With the change, the owner can see what the hash stands for.
      </p>
      <ApprovalLinkOffer cvmId={cvmId} request={request} />
      <p className="mt-2 text-13">This page continues by itself once the contract allows the hash.</p>
      {withCalls || wereSeen ? (
        <div className="mt-3 border-t border-line pt-3">
          <ApprovalCalls
            ticket={request.ticket}
            deviceId={deviceId}
            chain={chain}
            owner={owner}
            safeAppUrl={webAddress(kmsInfo?.safe_app_url)}
          />
        </div>
      ) : null}
    </Fold>
  )
}
