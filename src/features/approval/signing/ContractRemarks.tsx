import { type Hex, sameAddress } from '@/domain/identifiers.ts'
import { Notice } from '@/ui/feedback/Notice.tsx'
import type { Ticket } from '@/updates/engine/update-machine.ts'
import type { RegistrationFacts } from './use-registration-facts.ts'

interface ContractRemarksProps {
  /** What the API calls the app's contract, if anything. */
  reportedAppContract: Hex | null
  ticket: Ticket
  facts: RegistrationFacts
}

/** What one should know about the contract although it does not stop the signature. */
export function ContractRemarks({ reportedAppContract, ticket, facts }: ContractRemarksProps) {
  const isLegacy = reportedAppContract !== null && !sameAddress(reportedAppContract, ticket.appContract)
  return (
    <>
      {facts.isAllowed && facts.transactionHash === null ? (
        <Notice title="The contract allows this hash already, but no transaction was found that allowed it.">
          <p>Phala Cloud asks for one. Signing once more changes nothing on the contract and costs only the network fee.</p>
        </Notice>
      ) : null}
      {isLegacy ? (
        <Notice tone="caution" title="This looks like an app from before 2025-07.">
          <p>Phala Cloud reports another contract for it, {reportedAppContract}. The call below goes to the app id’s own address.</p>
        </Notice>
      ) : null}
    </>
  )
}
