import { useQuery } from '@tanstack/react-query'
import { cvmQueries } from '@/api/queries.ts'
import { useNow } from '@/ui/feedback/use-now.ts'
import { Figures } from '@/ui/layout/Figures.tsx'
import { ownDurations, slownessWords } from '@/updates/plan/own-durations.ts'

/** Whether it takes longer than like operations of this CVM did. */
export function Slowness({ cvmId, type, startedAt }: { cvmId: string; type: string | null; startedAt: string }) {
  const { data } = useQuery(cvmQueries.operations(cvmId))
  const now = useNow('server')
  const words = data ? slownessWords(ownDurations(data.items, type), (now - new Date(startedAt).getTime()) / 1000) : null
  return words ? (
    <span className="text-caution">
      {' · '}
      <Figures>{words}</Figures>
    </span>
  ) : null
}
