import { useQuery } from '@tanstack/react-query'
import { BrickWall } from 'lucide-react'
import { networkQueries } from '@/api/network/network.ts'
import { Absent } from '@/features/cvm/Absent.tsx'
import { Card } from '@/ui/layout/Card.tsx'
import { Skeleton } from '@/ui/layout/Skeleton.tsx'

/** Whether the node can filter what reaches the CVM. */
export function FirewallCard({ cvmId }: { cvmId: string }) {
  const { data, error, refetch } = useQuery(networkQueries.firewall(cvmId))
  return (
    <Card title="Firewall" icon={BrickWall}>
      {data ? (
        <p className="text-13">
          {data.available === null ? (
            <span className="text-muted">Whether there is one is not reported.</span>
          ) : data.available ? (
            'The node has a firewall for this CVM.'
          ) : (
            <>
              There is no firewall for this CVM.
              {data.reason ? <span className="text-muted"> The server says: {data.reason}</span> : null}
            </>
          )}
        </p>
      ) : error ? (
        <Absent what="The firewall" error={error} onRetry={() => void refetch()} />
      ) : (
        <Skeleton className="h-5 w-56" />
      )}
    </Card>
  )
}
