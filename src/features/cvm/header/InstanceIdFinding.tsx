import { ShieldCheck } from 'lucide-react'
import type { RefreshResult } from '@/api/schemas/instance-ids.ts'
import { instanceIdSource } from '@/maintenance/instance-ids/instance-id-source.ts'
import { Badge } from '@/ui/feedback/Badge.tsx'
import { CopyableId } from '@/ui/feedback/CopyableId.tsx'
import { Definition, DefinitionList } from '@/ui/layout/DefinitionList.tsx'
import { verificationWords } from '@/maintenance/instance-ids/instance-id-source.ts'

/** What is stored, what was found, who says so. */
export const InstanceIdFinding = ({ found }: { found: RefreshResult }) => (
  <DefinitionList>
    <Definition term="Stored">
      {found.oldInstanceId ? (
        <CopyableId value={found.oldInstanceId} label="stored instance id" abbreviated={false} />
      ) : (
        <span className="text-muted">none</span>
      )}
    </Definition>
    <Definition term="Found">
      {found.newInstanceId ? (
        <CopyableId value={found.newInstanceId} label="instance id that was found" abbreviated={false} />
      ) : (
        <span className="text-muted">none</span>
      )}
    </Definition>
    {found.newInstanceId ? (
      <Definition term="Source">
        <span className="inline-flex flex-wrap items-center gap-x-3 gap-y-1">
          {instanceIdSource(found.source)}
          {found.verifiedWithGateway ? (
            <Badge tone="verified" icon={ShieldCheck}>
              verified with the gateway
            </Badge>
          ) : (
            <span className="text-muted">{verificationWords(found.verifiedWithGateway)} with the gateway</span>
          )}
        </span>
      </Definition>
    ) : null}
    {found.reason ? <Definition term="Server says">{found.reason}</Definition> : null}
  </DefinitionList>
)
