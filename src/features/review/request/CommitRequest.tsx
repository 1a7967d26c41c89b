import { commitSnippets } from '@/updates/plan/commit-snippets.ts'
import { SnippetForms } from '@/ui/code/SnippetForms.tsx'
import type { Ticket } from '@/updates/engine/update-machine.ts'

/** The request that starts a prepared update, for whoever does that from a script. The token in it is a variable. */
export const CommitRequest = ({ cvmId, ticket }: { cvmId: string; ticket: Ticket }) => (
  <details className="rounded border border-line px-4 py-3">
    <summary className="cursor-pointer rounded-sm text-13 font-medium">Commit request</summary>
    <div className="mt-2">
      <SnippetForms label="Commit request" snippets={commitSnippets(cvmId, ticket.composeHash)}>
        <code translate="no" className="font-mono">
          $COMMIT_TOKEN
        </code>{' '}
        is the token in the finisher link.{' '}
        <code translate="no" className="font-mono">
          $TRANSACTION_HASH
        </code>{' '}
        is the transaction that allowed the hash; without it, the contract alone is checked.
      </SnippetForms>
    </div>
  </details>
)
