import { useUnfinishedRuns } from '@/maintenance/unfinished/use-unfinished-runs.ts'
import { useUnfinishedCount } from '@/updates/drafts/use-unfinished.ts'

/** How many updates and runs wait to be finished; nothing when there are none. */
export function UnfinishedCount() {
  const updates = useUnfinishedCount()
  const count = updates + useUnfinishedRuns().length
  if (count === 0) return null
  return (
    <span
      translate="no"
      className="inline-flex h-5 min-w-5 items-center justify-center rounded-full bg-accent-soft px-1.5 text-12 font-medium text-accent tabular-nums"
    >
      {count}
      <span className="sr-only"> waiting</span>
    </span>
  )
}
