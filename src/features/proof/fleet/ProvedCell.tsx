import { useQuery } from '@tanstack/react-query'
import type { Cvm } from '@/domain/cvm.ts'
import { sandboxRootLabel } from '@/features/proof/chain/proof-texts.ts'
import { Age } from '@/ui/feedback/Age.tsx'
import { Badge } from '@/ui/feedback/Badge.tsx'
import { provedQuery } from './proved.ts'

/** What became of proving one CVM, in its row of the fleet. */
export function ProvedCell({ cvm }: { cvm: Cvm }) {
  const { data } = useQuery(provedQuery(cvm))
  if (!data) return <span className="text-muted">not yet</span>
  return (
    <span className="flex min-w-0 items-center gap-1.5" title={data.text}>
      <Badge tone={data.tone}>{data.word}</Badge>
      <span className="truncate text-12 text-muted">
        {data.root === 'sandbox' && data.verdict === 'holds' ? `${sandboxRootLabel}, ` : null}
        <Age at={data.at} plain />
      </span>
    </span>
  )
}
