import { Server, TriangleAlert } from 'lucide-react'
import type { Cvm } from '@/domain/cvm.ts'
import { isContractGoverned } from '@/domain/cvm-capabilities.ts'
import { Fact } from '@/features/cvm/Fact.tsx'
import { useCvmDetails } from '@/features/cvm/use-details.ts'
import { Badge } from '@/ui/feedback/Badge.tsx'
import { ChangeLink } from '@/features/cvm/ChangeLink.tsx'
import { Card } from '@/ui/layout/Card.tsx'
import { CopyableId } from '@/ui/feedback/CopyableId.tsx'
import { Definition, DefinitionList } from '@/ui/layout/DefinitionList.tsx'

/** What it runs on: OS image, node, file system. */
export function PlatformCard({ cvm }: { cvm: Cvm }) {
  const { os, node } = cvm
  const { details, read } = useCvmDetails(cvm)
  const isOn = details?.hasSecureTime ?? null
  return (
    <Card title="OS and node" icon={Server} aside={<ChangeLink cvmId={cvm.id} field="osImage" />}>
      <DefinitionList>
        <Definition term="OS image">
          {os.name ? (
            <span className="inline-flex flex-wrap items-center gap-2">
              {os.name}
              {os.isDev ? (
                <Badge tone="caution">development image</Badge>
              ) : os.version && !os.name.includes(os.version) ? (
                <span className="text-muted">{os.version}</span>
              ) : null}
            </span>
          ) : null}
        </Definition>
        <Definition term="Image hash">{os.imageHash ? <CopyableId value={os.imageHash} label="OS image hash" /> : null}</Definition>
        <Definition term="File system">{cvm.storageFs}</Definition>
        <Fact term="Secure time" read={read}>
          {isOn === null ? null : isOn ? 'on' : 'off'}
        </Fact>
        <Definition term="Node">
          {node.name || node.region || node.status ? (
            <span className="inline-flex flex-wrap items-center gap-x-2 gap-y-1">
              {[node.name, node.region].filter(Boolean).join(', ')}
              <NodeStatus status={node.status} />
              <span className="text-muted">
                {[details?.node.version && `version ${details.node.version}`, details?.node.id && `node id ${details.node.id}`]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
            </span>
          ) : null}
        </Definition>
        <Fact term="PPID" read={read}>
          {details?.node.ppid ? <CopyableId value={details.node.ppid} label="PPID, which names the processor" /> : null}
        </Fact>
        {/* Of a CVM with a contract the device stands under Trust, with what the contract says of it. */}
        {isContractGoverned(cvm) ? null : (
          <Definition term="Device">{node.deviceId ? <CopyableId value={node.deviceId} label="device id" /> : null}</Definition>
        )}
        {node.otherDeviceIds.length > 0 ? (
          <Definition term="Also as device">
            <span className="flex flex-wrap gap-x-3">
              {node.otherDeviceIds.map((id) => (
                <CopyableId key={id} value={id} label="device id with another kind of OS image" />
              ))}
            </span>
          </Definition>
        ) : null}
      </DefinitionList>
    </Card>
  )
}

/** Nothing where it is as it should be. */
function NodeStatus({ status }: { status: string | null }) {
  if (status === null) return null
  if (status.toUpperCase() === 'ONLINE') return <span className="text-muted">online</span>
  return (
    <Badge tone="caution" icon={TriangleAlert}>
      {status.toLowerCase()}
    </Badge>
  )
}
