import { formatNumber } from '@/lib/numbers.ts'
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
import { LeftOut } from '@/features/cvm/LeftOut.tsx'
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
  const read = data ? data.revisions.length + data.unreadable : 0
  const isPart = data !== undefined && (data.total === null ? read >= size : data.total > read)
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
        {data ? <LeftOut count={data.unreadable} shown={data.revisions.length} className="border-b border-line" /> : null}
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
            <NoneOfThisCvm read={read} others={data.revisions.length} unreadable={data.unreadable} isPart={isPart} />
          )
        ) : error ? (
          <div className="p-4">
            <Absent what="The revisions" error={error} onRetry={() => void refetch()} />
          </div>
        ) : (
          <OperationsSkeleton rows={4} />
        )}
        {isPart && size < mostRevisions ? (
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

interface NoneOfThisCvmProps {
  /** How many revisions of the app the answer held, how many of them are of other CVMs, and how many could not be read. */
  read: number
  others: number
  unreadable: number
  /** The app has more than those. */
  isPart: boolean
}

/** Only an answer that was read in full says that there are none. */
function NoneOfThisCvm({ read, others, unreadable, isPart }: NoneOfThisCvmProps) {
  if (isPart) {
    return (
      <EmptyState icon={GitCompareArrows} title={`None of this CVM among the app’s ${formatNumber(read)} newest`}>
        The app has more revisions than these, and older ones may be of this CVM.
      </EmptyState>
    )
  }
  if (unreadable > 0) return null
  return (
    <EmptyState icon={GitCompareArrows} title={others > 0 ? 'No revisions of this CVM yet' : 'No revisions yet'}>
      Every change to the compose file, script, environment or visibility creates one, to compare with and go back to.
    </EmptyState>
  )
}
