import { useQuery } from '@tanstack/react-query'
import { Route } from 'lucide-react'
import type { ChainConfig } from '@/api/schemas/runtime-config.ts'
import { chainQueries } from '@/chain/chain-queries.ts'
import { Card } from '@/ui/layout/Card.tsx'
import { CopyButton } from '@/ui/controls/CopyButton.tsx'
import { Definition, DefinitionList } from '@/ui/layout/DefinitionList.tsx'
import type { Journal } from '@/updates/engine/update-journal.ts'
import { traceLines, traceText } from './trace-text.ts'

/** Every fact of an update that a contract governs, from the hash that was asked for to the one that was confirmed. */
export function Trace({ record, chain }: { record: Journal; chain: ChainConfig | null }) {
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
    </Card>
  )
}
