import { CheckCheck } from 'lucide-react'
import { useUnfinishedRuns } from '@/maintenance/unfinished/use-unfinished-runs.ts'
import { EmptyState } from '@/ui/layout/EmptyState.tsx'
import { optionalPart } from '@/ui/layout/optional-part.tsx'
import { PageHeader } from '@/ui/layout/PageHeader.tsx'
import { useUnfinished } from '@/updates/drafts/use-unfinished.ts'
import { RunRow } from './RunRow.tsx'
import { UnfinishedRow } from './UnfinishedRow.tsx'

// It reads the fleet, which what this browser keeps does not need.
const PreparedUpdates = optionalPart(() => import('./PreparedUpdates.tsx').then((module) => module.PreparedUpdates), {
  name: 'What was prepared by others',
})

/** Everything that was begun and not brought to its end, each with its next step: in this browser, and prepared by anybody. */
export function UnfinishedPage() {
  const items = useUnfinished()
  const runs = useUnfinishedRuns()
  return (
    <>
      <PageHeader
        title="Unfinished"
        description="Edits, updates and runs that were started in this browser. Opening one asks the server and the chain where it stands."
      />
      {items.length + runs.length === 0 ? (
        <EmptyState icon={CheckCheck} title="Nothing is unfinished">
          Edits that you leave, updates that wait for a signature, and updates and runs that have not ended are kept here, so that a closed
          tab loses nothing.
        </EmptyState>
      ) : (
        <ul aria-label="Unfinished" className="mt-5 divide-y divide-line rounded border border-line bg-raised">
          {runs.map((run) => (
            <RunRow key={`${run.kind} ${run.startedAt}`} run={run} />
          ))}
          {items.map((item) => (
            <UnfinishedRow key={item.cvmId} item={item} />
          ))}
        </ul>
      )}
      <PreparedUpdates />
    </>
  )
}
