import { useQuery } from '@tanstack/react-query'
import { Cable } from 'lucide-react'
import { type ComponentProps, useState } from 'react'
import { networkQueries, type MappedPort } from '@/api/network/network.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { Absent } from '@/features/cvm/Absent.tsx'
import { LeftOut } from '@/features/cvm/LeftOut.tsx'
import { Button } from '@/ui/controls/Button.tsx'
import { CopyButton } from '@/ui/controls/CopyButton.tsx'
import { Card } from '@/ui/layout/Card.tsx'
import { Skeleton } from '@/ui/layout/Skeleton.tsx'
import { useNotPermitted } from '@/updates/engine/use-not-permitted.ts'
import { PortsForm } from './PortsForm.tsx'
import { rowsFor } from './wanted-ports.ts'

/** Ports of the CVM that its node passes on, besides what goes through the gateway. */
export function PortsCard({ cvm }: { cvm: Cvm }) {
  const { data, error, refetch } = useQuery(networkQueries.ports(cvm.id))
  const [editing, setEditing] = useState<ComponentProps<typeof PortsForm>['start'] | null>(null)
  const notPermitted = useNotPermitted(cvm.id)
  const rows = data && data.unreadable === 0 ? rowsFor(data.ports) : null
  const hindrance =
    notPermitted ??
    (rows ? null : data ? 'One of the ports could not be read, and saving would drop it.' : 'The ports could not be read yet.')
  return (
    <Card
      title="Exposed ports"
      icon={Cable}
      padded={false}
      aside={
        editing ? undefined : (
          <Button size="sm" disabledReason={hindrance} onClick={() => data && rows && setEditing({ ports: data.ports, rows })}>
            Edit ports
          </Button>
        )
      }
    >
      {editing ? (
        <PortsForm cvm={cvm} start={editing} onClose={() => setEditing(null)} />
      ) : data ? (
        <>
          <PortList ports={data.ports} isWhole={data.unreadable === 0} />
          <LeftOut count={data.unreadable} shown={data.ports.length} />
        </>
      ) : error ? (
        <div className="p-4">
          <Absent what="The ports" error={error} onRetry={() => void refetch()} />
        </div>
      ) : (
        <div className="p-4">
          <Skeleton className="h-5 w-56" />
        </div>
      )}
    </Card>
  )
}

function PortList({ ports, isWhole }: { ports: MappedPort[]; isWhole: boolean }) {
  if (ports.length === 0) {
    return isWhole ? (
      <p className="p-4 text-13 text-muted">The node passes no port on. What goes through the gateway needs none here.</p>
    ) : null
  }
  return (
    <ul className="divide-y divide-line">
      {ports.map((port, at) => (
        <li key={port.id ?? at} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 py-2.5 text-13">
          <span>
            <span className="text-muted">Port</span>{' '}
            <span translate="no" className="font-mono tabular-nums">
              {port.vmPort ?? '?'}
              {port.protocol ? `/${port.protocol}` : ''}
            </span>{' '}
            <span className="text-muted">of the CVM</span>
          </span>
          <Outside port={port} />
        </li>
      ))}
    </ul>
  )
}

/** Where it is reached on the node. An address of all its networks names none that one could call. */
function Outside({ port: { hostPort, hostAddress, id } }: { port: MappedPort }) {
  if (hostPort === null) return <span className="text-muted">the node’s port is not reported</span>
  const isAnyAddress = hostAddress === null || hostAddress === '0.0.0.0' || hostAddress === '::'
  const place = isAnyAddress ? String(hostPort) : `${hostAddress}:${hostPort}`
  return (
    <span className="inline-flex min-w-0 items-center gap-1">
      <span className="text-muted">{isAnyAddress ? 'port of the node' : 'at'}</span>
      <span translate="no" className="font-mono tabular-nums [overflow-wrap:anywhere]" title={id ?? undefined}>
        {place}
      </span>
      {isAnyAddress && hostAddress !== null ? <span className="text-muted">(on {hostAddress})</span> : null}
      <CopyButton value={place} label={isAnyAddress ? 'port of the node' : 'address on the node'} />
    </span>
  )
}
