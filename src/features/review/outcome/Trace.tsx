import { useQuery } from '@tanstack/react-query'
import { Route } from 'lucide-react'
import type { ChainConfig } from '@/api/schemas/runtime-config.ts'
import { chainQueries } from '@/chain/chain-queries.ts'
import { Card } from '@/ui/layout/Card.tsx'
import { CopyButton } from '@/ui/controls/CopyButton.tsx'
import { Definition, DefinitionList } from '@/ui/layout/DefinitionList.tsx'
import type { Journal } from '@/updates/engine/update-journal.ts'
import { ConfirmationRequest } from './ConfirmationRequest.tsx'
import { traceLines, traceText } from './trace-text.ts'

/** Every fact of an update that a contract governs, from the hash that was asked for to the one that was confirmed. */
export function Trace({ cvmId, record, chain }: { cvmId: string; record: Journal; chain: ChainConfig | null }) {
  const { ticket, transactionHash = null, correlationId } = record
  const { data: onChain } = useQuery(
    chainQueries.trace(chain, ticket && (transactionHash ?? correlationId) ? ticket : null, transactionHash),
  )
  const lines = traceLines(record, chain, onChain ?? null)
  if (lines.length === 0) return null
  return (
    <Card title="Trace" icon={Route} aside={<CopyButton value={traceText(lines)} label="trace" withText />}>
      <DefinitionList>
        {lines.map(({ term, value, missing }) => (
          <Definition key={term} term={term}>
            {value === null ? (
              <span className="text-muted">{missing}</span>
            ) : (
              <span translate="no" className="font-mono text-12">
                {value}
              </span>
            )}
          </Definition>
        ))}
      </DefinitionList>
      {/* An earlier revision and a whole manifest are confirmed by requests of their own. */}
      {ticket && transactionHash && !ticket.redeploys && !ticket.isWholeManifest ? (
        <div className="mt-4 border-t border-line pt-3">
          <ConfirmationRequest cvmId={cvmId} ticket={ticket} transactionHash={transactionHash} />
        </div>
      ) : null}
    </Card>
  )
}
