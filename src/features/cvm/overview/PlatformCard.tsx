import { Server } from 'lucide-react'
import type { Cvm } from '@/domain/cvm.ts'
import { Age } from '@/ui/feedback/Age.tsx'
import { Badge } from '@/ui/feedback/Badge.tsx'
import { ChangeLink } from '@/features/cvm/ChangeLink.tsx'
import { Card } from '@/ui/layout/Card.tsx'
import { CopyableId } from '@/ui/feedback/CopyableId.tsx'
import { Definition, DefinitionList } from '@/ui/layout/DefinitionList.tsx'
import { isolated } from '@/lib/isolated.ts'
import { Name } from '@/ui/layout/Name.tsx'

/** What it runs on: OS image, node, file system, owner. */
export function PlatformCard({ cvm }: { cvm: Cvm }) {
  const { os, node } = cvm
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
        <Definition term="Node">{[node.name, node.region].filter(Boolean).join(', ')}</Definition>
        <Definition term="Device">{node.deviceId ? <CopyableId value={node.deviceId} label="device id" /> : null}</Definition>
        <Definition term="File system">{cvm.storageFs}</Definition>
        <Definition term="Workspace">{cvm.workspace ? <Name>{cvm.workspace.name}</Name> : null}</Definition>
        <Definition term="Created">
          {cvm.createdAt ? (
            <>
              <Age at={cvm.createdAt} />
              {cvm.creator?.username ? ` by ${isolated(cvm.creator.username)}` : null}
            </>
          ) : null}
        </Definition>
      </DefinitionList>
    </Card>
  )
}
