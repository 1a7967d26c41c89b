import { SearchX, Server } from 'lucide-react'
import type { Fleet } from '@/api/fleet-query.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { EmptyState } from '@/ui/layout/EmptyState.tsx'
import { ThreeJobs } from './jobs/ThreeJobs.tsx'

interface FleetEmptyProps {
  fleet: Fleet | undefined
  /** Where search or filters hide every CVM. */
  onClear: (() => void) | null
}

/** Why there is no row, in place of the rows. */
export function FleetEmpty({ fleet, onClear }: FleetEmptyProps) {
  if (onClear)
    return (
      <EmptyState icon={SearchX} title="No CVM matches." actions={<Button onClick={onClear}>Clear filters</Button>}>
        {fleet?.isPartial ? 'Some have not been loaded yet; they may match.' : null}
      </EmptyState>
    )
  if (fleet && fleet.unreadable > 0) return <EmptyState icon={Server} title="None of the CVMs could be read" />
  return (
    <div className="pb-8">
      <EmptyState icon={Server} title="No CVM in this workspace">
        CVMs that the Phala Cloud dashboard, CLI or SDK creates appear here. To see another workspace, sign in with its key.
      </EmptyState>
      {fleet ? (
        <div className="border-t border-line px-6 pt-6">
          <ThreeJobs first={null} />
        </div>
      ) : null}
    </div>
  )
}
