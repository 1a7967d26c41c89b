import { useQuery } from '@tanstack/react-query'
import { appQueries } from '@/api/queries.ts'
import type { AppOwner } from '@/chain/app-contract.ts'
import type { ChainFacts } from '@/chain/chain-client.ts'
import type { Bytes32 } from '@/domain/identifiers.ts'
import type { ApprovalRequest } from '@/updates/handover/handover-link.ts'
import { ApprovalCalls } from '@/features/approval/approve/ApprovalCalls.tsx'
import { ApprovalLinkOffer } from './ApprovalLinkOffer.tsx'
import { webAddress } from '@/lib/web-address.ts'

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

/** For whoever cannot sign here: a link for the owner, and the calls themselves. */
export function ApprovalElsewhere({ cvmId, request, deviceId, chain, owner, withCalls, isFolded = false }: ApprovalElsewhereProps) {
  const { data: kmsInfo } = useQuery({ ...appQueries.kmsInfo(request.ticket), enabled: withCalls })
  const offer = (
    <>
      <p className="mt-1 text-13 text-muted">
        The link shows this call to the contract’s owner, who can sign it on any device, without a key of this console. It holds no secret
        and cannot start the update. With the change, the owner can see what the hash stands for.
      </p>
      <ApprovalLinkOffer cvmId={cvmId} request={request} />
      <p className="mt-2 text-13">This page continues by itself once the contract allows the hash.</p>
      {withCalls ? (
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
    </>
  )
  if (isFolded) {
    return (
      <details className="rounded border border-line px-4 py-3">
        <summary className="cursor-pointer rounded-sm text-13 font-medium">Approve it elsewhere</summary>
        {offer}
      </details>
    )
  }
  return (
    <section aria-labelledby="approve-elsewhere" className="rounded border border-line bg-sunken px-4 py-3">
      <h3 id="approve-elsewhere" className="text-13 font-semibold">
        Approve it elsewhere
      </h3>
      {offer}
    </section>
  )
}
