import { useQuery } from '@tanstack/react-query'
import { KeyRound } from 'lucide-react'
import type { ReactNode } from 'react'
import { appQueries } from '@/api/queries.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { Badge } from '@/ui/feedback/Badge.tsx'
import { CopyButton } from '@/ui/controls/CopyButton.tsx'
import { Notice } from '@/ui/feedback/Notice.tsx'
import { approvalLink, finisherLink } from '@/updates/handover/handover-link.ts'
import type { Ticket } from '@/updates/engine/update-machine.ts'
import { useChainFacts } from '@/updates/verdict/use-chain-facts.ts'
import { ApprovalCalls } from '@/features/approval/approve/ApprovalCalls.tsx'
import { ApprovalLinkOffer } from './ApprovalLinkOffer.tsx'
import { handoverText } from './handover-text.ts'
import { refusedDevice } from '@/features/approval/device/refused-device.ts'
import { webAddress } from '@/lib/web-address.ts'

interface HandoverProps {
  cvm: Cvm
  ticket: Ticket
  /** `null` where this tab does not have it. */
  commitToken: string | null
}

/** What a prepared update gives to others: to the owner what is to be allowed, to whoever finishes it the power to start it, to a ticket neither. */
export function Handover({ cvm, ticket, commitToken }: HandoverProps) {
  const request = { ticket, cvmName: cvm.name }
  const { data: contract, isLoading, chain } = useChainFacts(cvm)
  const { data: kmsInfo } = useQuery(appQueries.kmsInfo(ticket))
  const deviceId = refusedDevice(ticket, contract ?? null)
  const link = approvalLink(request, location.origin)
  return (
    <div className="space-y-4">
      {deviceId ? (
        <Notice tone="caution" title="The contract does not allow the CVM’s device either.">
          Without it the CVM will not start with the new configuration. The approval link and the Safe batch hold both calls.
        </Notice>
      ) : null}
      <div className="grid gap-3 lg:grid-cols-3">
        <Part title="For the owner" text="Shows the call, signs it or saves it for a Safe. It holds no secret and cannot start the update.">
          <ApprovalLinkOffer cvmId={cvm.id} request={request} />
        </Part>
        <Part
          title="For whoever finishes it"
          badge={
            <Badge tone="caution" icon={KeyRound}>
              secret
            </Badge>
          }
          text={
            commitToken
              ? 'Starts this update once the hash is allowed, without a key and without sign-in. Hand it over as you would a password, and to as few as possible.'
              : 'Its token is only in the memory of the tab that prepared the update, so the link cannot be shown here. For a new one go back to the review and prepare again; the earlier link then stops working.'
          }
        >
          {commitToken ? (
            <div className="mt-2 flex">
              <CopyButton
                value={finisherLink({ ...request, cvmId: cvm.id }, commitToken, location.origin)}
                label="finisher link"
                asButton="sm"
              />
            </div>
          ) : null}
        </Part>
        <Part title="Ticket text" text="Hash, contract, call and approval link as text. It holds no secret.">
          <div className="mt-2 flex">
            <CopyButton value={handoverText({ request, chain, deviceId, approvalLink: link })} label="ticket text" asButton="sm" />
          </div>
        </Part>
      </div>
      <details className="rounded border border-line px-4 py-3">
        <summary className="cursor-pointer rounded-sm text-13 font-medium">Call data and Safe batch</summary>
        <div className="mt-2">
          <ApprovalCalls
            ticket={ticket}
            deviceId={deviceId}
            chain={chain}
            owner={isLoading ? undefined : (contract?.owner ?? null)}
            safeAppUrl={webAddress(kmsInfo?.safe_app_url)}
          />
        </div>
      </details>
    </div>
  )
}

const Part = ({ title, badge, text, children }: { title: string; badge?: ReactNode; text: string; children: ReactNode }) => (
  <section className="rounded border border-line bg-sunken px-4 py-3">
    <h3 className="flex flex-wrap items-center gap-2 text-13 font-semibold">
      {title} {badge}
    </h3>
    <p className="mt-1 text-13 text-muted">{text}</p>
    {children}
  </section>
)
