import { useQuery } from '@tanstack/react-query'
import { History } from 'lucide-react'
import { cvmQueries } from '@/api/queries.ts'
import { Card } from '@/ui/layout/Card.tsx'
import { EmptyState } from '@/ui/layout/EmptyState.tsx'
import { Absent } from '@/features/cvm/Absent.tsx'
import { OperationList } from './OperationList.tsx'
import { OperationsSkeleton } from './OperationsSkeleton.tsx'

/** Everything that was done to this CVM, with who, when and how it ended. */
export function OperationsTab({ cvmId }: { cvmId: string }) {
  const { data, error, refetch } = useQuery(cvmQueries.operations(cvmId))
  return (
    <Card title="Operations" icon={History} padded={false} aside={data?.next_cursor ? 'the 50 newest' : undefined}>
      {data && data.unreadable > 0 ? (
        <p className="border-b border-line px-4 py-3 text-13 text-caution">
          {data.unreadable} of {data.items.length + data.unreadable} could not be read and are left out: the server describes them in a form
          that this console does not know.
        </p>
      ) : null}
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
