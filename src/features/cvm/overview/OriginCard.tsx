import { Landmark } from 'lucide-react'
import type { Cvm } from '@/domain/cvm.ts'
import { useCvmDetails } from '@/features/cvm/use-details.ts'
import { formatExactTime } from '@/lib/durations.ts'
import { Age } from '@/ui/feedback/Age.tsx'
import { CopyableId } from '@/ui/feedback/CopyableId.tsx'
import { Card } from '@/ui/layout/Card.tsx'
import { Definition, DefinitionList } from '@/ui/layout/DefinitionList.tsx'
import { Name } from '@/ui/layout/Name.tsx'

/** Whose it is and where it comes from. */
export function OriginCard({ cvm }: { cvm: Cvm }) {
  const { details } = useCvmDetails(cvm)
  const { workspace, creator } = cvm
  const project = details?.project
  return (
    <Card title="Origin" icon={Landmark}>
      <DefinitionList>
        <Definition term="Workspace">
          {workspace ? (
            <span className="flex flex-wrap items-center gap-x-3">
              <Name>{workspace.name}</Name>
              {workspace.slug ? <span className="text-muted">{workspace.slug}</span> : null}
              <CopyableId value={workspace.id} label="workspace id" />
            </span>
          ) : null}
        </Definition>
        <Definition term="Created">{cvm.createdAt ? <Since at={cvm.createdAt} /> : null}</Definition>
        <Definition term="Created by">
          {creator?.username || creator?.id ? (
            <span className="flex flex-wrap items-center gap-x-3">
              {creator.username ? <Name>{creator.username}</Name> : null}
              {creator.id ? <CopyableId value={creator.id} label="user id" /> : null}
            </span>
          ) : null}
        </Definition>
        {project?.id || project?.type ? (
          <Definition term="Project">
            <span className="flex flex-wrap items-center gap-x-3">
              {project.id ? <CopyableId value={project.id} label="project id" /> : null}
              {project.type ? <span className="text-muted">{project.type}</span> : null}
            </span>
          </Definition>
        ) : null}
        {details?.deletedAt ? (
          <Definition term="Deleted">
            <span className="text-stop">
              <Since at={details.deletedAt} />
            </span>
          </Definition>
        ) : null}
      </DefinitionList>
    </Card>
  )
}

const Since = ({ at }: { at: string }) => (
  <span className="flex flex-wrap gap-x-3">
    <Age by="server" at={at} />
    <span className="text-muted">{formatExactTime(at)}</span>
  </span>
)
