import { requestSnippets } from '@/updates/plan/request-snippets.ts'
import { SnippetForms } from '@/ui/code/SnippetForms.tsx'
import type { Ticket } from '@/updates/engine/update-machine.ts'
import type { TransactionHash } from '@/domain/identifiers.ts'

interface ConfirmationRequestProps {
  cvmId: string
  ticket: Ticket
  transactionHash: TransactionHash
}

/** The request that confirms an update whose hash is allowed: an empty body, and two headers that say what was allowed and by which transaction. */
export function ConfirmationRequest({ cvmId, ticket, transactionHash }: ConfirmationRequestProps) {
  const headers = { 'X-Compose-Hash': ticket.composeHash, 'X-Transaction-Hash': transactionHash }
  const { curl, sdk, cli } = requestSnippets({ cvmId, body: {}, headers, isGoverned: true })
  return (
    <details>
      <summary className="w-fit cursor-pointer rounded-sm text-13 font-medium">Confirmation request</summary>
      <div className="mt-2">
        <SnippetForms label="Confirmation request" snippets={{ curl, sdk, cli }}>
          An empty body and two headers: the hash, and the transaction that allowed it.
        </SnippetForms>
      </div>
    </details>
  )
}
