import { CheckCheck } from 'lucide-react'
import { EmptyState } from '@/ui/layout/EmptyState.tsx'
import { PageHeader } from '@/ui/layout/PageHeader.tsx'
import { useUnfinished } from '@/updates/drafts/use-unfinished.ts'
import { UnfinishedRow } from './UnfinishedRow.tsx'

/** Everything that was begun in this browser and not brought to its end, each with its next step. */
export function UnfinishedPage() {
  const items = useUnfinished()
  return (
    <>
      <PageHeader
        title="Unfinished"
        description="Edits and updates that were started in this browser. Opening one asks the server and the chain where it stands."
      />
      {items.length === 0 ? (
        <EmptyState icon={CheckCheck} title="Nothing is unfinished">
          Edits that you leave, updates that wait for a signature and updates that still run are kept here, so that a closed tab loses
          nothing.
        </EmptyState>
      ) : (
        <ul aria-label="Unfinished" className="mt-5 divide-y divide-line rounded border border-line bg-raised">
          {items.map((item) => (
            <UnfinishedRow key={item.cvmId} item={item} />
          ))}
        </ul>
      )}
    </>
  )
}
