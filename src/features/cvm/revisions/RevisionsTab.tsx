import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { GitCompareArrows } from 'lucide-react'
import { useState } from 'react'
import { revisionQueries } from '@/api/revisions.ts'
import { configQuery } from '@/api/session-queries.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { isRevisionOf } from '@/updates/plan/previous-revision.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { SegmentedControl } from '@/ui/controls/SegmentedControl.tsx'
import { Card } from '@/ui/layout/Card.tsx'
import { EmptyState } from '@/ui/layout/EmptyState.tsx'
import { Absent } from '@/features/cvm/Absent.tsx'
import { OperationsSkeleton } from '@/features/cvm/operations/OperationsSkeleton.tsx'
import { CompareRevisions } from './CompareRevisions.tsx'
import { RevisionRow } from './RevisionRow.tsx'

/** What the API hands out at once. */
const mostRevisions = 1000

/** Every configuration that this CVM had: who brought it and when, what tells it from another one, and the way back to it. */
export function RevisionsTab({ cvm }: { cvm: Cvm }) {
  const [size, setSize] = useState(50)
  const [isWhole, setWhole] = useState(false)
  const [compared, setCompared] = useState<string | null>(null)
  const { data, error, refetch, isFetching } = useQuery({
    ...revisionQueries.ofApp(cvm.appId ?? '', size),
    enabled: cvm.appId !== null,
    placeholderData: (before) => before,
  })
  const { data: config } = useSuspenseQuery(configQuery)
  const chain = config.chains.find(({ id }) => id === cvm.kms.chainId) ?? null

  if (cvm.appId === null) {
    return (
      <Card title="Revisions" icon={GitCompareArrows}>
        <p className="text-13 text-muted">The API names no app for this CVM, and revisions belong to an app.</p>
      </Card>
    )
  }
  const own = data?.revisions.filter((revision) => isRevisionOf(revision, cvm)) ?? []
  const hasOthers = (data?.revisions.length ?? 0) > own.length
  const shown = isWhole ? (data?.revisions ?? []) : own
  const hasMore = data?.total != null && data.total > data.revisions.length && size < mostRevisions
  return (
    <div className="grid min-w-0 gap-4">
      <Card
        title="Revisions"
        icon={GitCompareArrows}
        padded={false}
        aside={
          hasOthers ? (
            <SegmentedControl
              label="Whose revisions"
              value={isWhole ? 'app' : 'cvm'}
              onChange={(whose) => setWhole(whose === 'app')}
              options={[
                { value: 'cvm', label: 'This CVM' },
                { value: 'app', label: 'The whole app' },
              ]}
            />
          ) : undefined
        }
      >
        {data ? (
          shown.length > 0 ? (
            <ul className="divide-y divide-line">
              {shown.map((revision) => (
                <RevisionRow
                  key={revision.id}
                  cvm={cvm}
                  chain={chain}
                  revision={revision}
                  namesCvm={isWhole}
                  isCompared={compared === revision.id}
                  onCompare={() => setCompared(compared === revision.id ? null : revision.id)}
                />
              ))}
            </ul>
          ) : (
            <EmptyState icon={GitCompareArrows} title="No revisions yet">
              Every change of compose file, script, environment or visibility leaves one, to compare with and to go back to.
            </EmptyState>
          )
        ) : error ? (
          <div className="p-4">
            <Absent what="The revisions" error={error} onRetry={() => void refetch()} />
          </div>
        ) : (
          <OperationsSkeleton rows={4} />
        )}
        {hasMore ? (
          <div className="border-t border-line p-3">
            <Button size="sm" busy={isFetching} onClick={() => setSize(Math.min(mostRevisions, size * 5))}>
              Show more revisions
            </Button>
          </div>
        ) : null}
      </Card>
      {shown.length > 1 ? <CompareRevisions appId={cvm.appId} revisions={shown} namesCvm={isWhole} /> : null}
    </div>
  )
}
