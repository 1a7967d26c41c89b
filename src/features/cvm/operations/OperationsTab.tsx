import { useQuery } from '@tanstack/react-query'
import { History } from 'lucide-react'
import { cvmQueries } from '@/api/queries.ts'
import { Card } from '@/ui/layout/Card.tsx'
import { EmptyState } from '@/ui/layout/EmptyState.tsx'
import { Absent } from '@/features/cvm/Absent.tsx'
import { LeftOut } from '@/features/cvm/LeftOut.tsx'
import { OperationList } from './OperationList.tsx'
import { OperationsSkeleton } from './OperationsSkeleton.tsx'

/** Everything that was done to this CVM, with who, when and how it ended. */
export function OperationsTab({ cvmId }: { cvmId: string }) {
  const { data, error, refetch } = useQuery(cvmQueries.operations(cvmId))
  return (
    <Card title="Operations" icon={History} padded={false} aside={data?.next_cursor ? 'the 50 newest' : undefined}>
      {data ? <LeftOut count={data.unreadable} shown={data.items.length} className="border-b border-line" /> : null}
      {data ? (
        data.items.length + data.unreadable > 0 ? (
          <OperationList operations={data.items} />
        ) : (
          <EmptyState icon={History} title="Nothing has happened yet">
            Starts, stops and updates of this CVM will be listed here.
          </EmptyState>
        )
      ) : error ? (
        <div className="p-4">
          <Absent what="The operations" error={error} onRetry={() => void refetch()} />
        </div>
      ) : (
        <OperationsSkeleton rows={6} />
      )}
    </Card>
  )
}
