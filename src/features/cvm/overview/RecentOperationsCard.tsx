import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { History } from 'lucide-react'
import { cvmQueries } from '@/api/queries.ts'
import { Card } from '@/ui/layout/Card.tsx'
import { Absent } from '@/features/cvm/Absent.tsx'
import { LeftOut } from '@/features/cvm/LeftOut.tsx'
import { OperationList } from '@/features/cvm/operations/OperationList.tsx'
import { OperationsSkeleton } from '@/features/cvm/operations/OperationsSkeleton.tsx'

const shown = 3

/** The newest few operations. */
export function RecentOperationsCard({ cvmId }: { cvmId: string }) {
  const { data, error, refetch } = useQuery(cvmQueries.operations(cvmId))
  const operations = data?.items.slice(0, shown)
  return (
    <Card
      title="Recent operations"
      icon={History}
      padded={false}
      aside={
        <Link
          to="/cvms/$cvmId"
          params={{ cvmId }}
          search={{ tab: 'operations' }}
          replace
          className="inline-flex min-h-6 items-center rounded-sm text-accent underline decoration-accent/40 underline-offset-4 hover:decoration-accent"
        >
          All operations
        </Link>
      }
    >
      {operations ? (
        operations.length > 0 ? (
          <OperationList operations={operations} isBrief />
        ) : data!.unreadable > 0 ? (
          <LeftOut count={data!.unreadable} shown={0} />
        ) : (
          <p className="p-4 text-13 text-muted">Nothing has happened to this CVM yet.</p>
        )
      ) : error ? (
        <div className="p-4">
          <Absent what="The operations" error={error} onRetry={() => void refetch()} />
        </div>
      ) : (
        <OperationsSkeleton rows={shown} />
      )}
    </Card>
  )
}
