import { useQuery } from '@tanstack/react-query'
import { Cpu } from 'lucide-react'
import { siblingQueries } from '@/api/apps/siblings.ts'
import type { AppDevice } from '@/api/schemas/apps/app-allowed.ts'
import { Badge } from '@/ui/feedback/Badge.tsx'
import { CopyableId } from '@/ui/feedback/CopyableId.tsx'
import { Card } from '@/ui/layout/Card.tsx'
import { Skeleton } from '@/ui/layout/Skeleton.tsx'
import { Absent } from '@/features/cvm/Absent.tsx'
import { LeftOut } from '@/features/cvm/LeftOut.tsx'

/** The machines on which the app contract lets CVMs of this app start. */
export function DevicesCard({ appId }: { appId: string }) {
  const { data, error, refetch } = useQuery(siblingQueries.devices(appId, true))
  return (
    <Card title="Devices of this app" icon={Cpu} padded={false}>
      {data ? (
        <>
          {data.allowsAny ? <p className="border-b border-line px-4 py-3 text-13">The contract allows any device.</p> : null}
          <LeftOut count={data.unreadable} shown={data.devices?.length ?? 0} />
          {data.devices?.length ? (
            <DeviceList devices={data.devices} allowsAny={data.allowsAny} />
          ) : data.unreadable > 0 ? null : (
            <p className="px-4 py-3 text-13 text-muted">
              {data.devices ? 'The server names no devices.' : 'The server does not say which devices there are.'}
            </p>
          )}
        </>
      ) : error ? (
        <div className="p-4">
          <Absent what="The devices" error={error} onRetry={() => void refetch()} />
        </div>
      ) : (
        <div className="p-4">
          <Skeleton className="h-5 w-72" />
        </div>
      )}
    </Card>
  )
}

const DeviceList = ({ devices, allowsAny }: { devices: readonly AppDevice[]; allowsAny: boolean | null }) => (
  <ul className="divide-y divide-line">
    {devices.map((device) => (
      <li key={device.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5 text-13">
        <span translate="no" className="min-w-24 font-medium">
          {device.node ?? 'node not reported'}
        </span>
        <CopyableId value={device.id} label="device id" />
        {device.isAllowed === null ? (
          <Badge>not reported whether allowed</Badge>
        ) : device.isAllowed ? (
          <Badge tone="verified">allowed on-chain</Badge>
        ) : (
          <Badge tone={allowsAny ? 'neutral' : 'stop'}>not on the contract’s list</Badge>
        )}
        {device.status ? <span className="text-12 text-muted">{device.status.toLowerCase()}</span> : null}
      </li>
    ))}
  </ul>
)
