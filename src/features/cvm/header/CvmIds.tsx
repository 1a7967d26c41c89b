import { TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Cvm } from '@/domain/cvm.ts'
import { Badge } from '@/ui/feedback/Badge.tsx'
import { CopyableId } from '@/ui/feedback/CopyableId.tsx'
import { RefreshInstanceId } from './RefreshInstanceId.tsx'

/** Every name by which the API, the chain and the logs know this CVM. */
export const CvmIds = ({ cvm }: { cvm: Cvm }) => (
  <dl className="flex flex-wrap items-baseline gap-x-6 gap-y-1.5 text-12">
    <Id name="CVM">
      <CopyableId value={cvm.id} label="CVM id" />
    </Id>
    <Id name="App">{cvm.appId ? <CopyableId value={cvm.appId} label="app id" /> : <NotReported />}</Id>
    <Id name="Instance">
      <span className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
        {cvm.instanceId ? <CopyableId value={cvm.instanceId} label="instance id" /> : <MissingInstanceId cvm={cvm} />}
        <RefreshInstanceId cvm={cvm} />
      </span>
    </Id>
    <Id name="VM">{cvm.vmUuid ? <CopyableId value={cvm.vmUuid} label="VM UUID" /> : <NotReported />}</Id>
  </dl>
)

const Id = ({ name, children }: { name: string; children: ReactNode }) => (
  <div className="flex min-h-6 max-w-full min-w-0 items-baseline gap-2">
    <dt className="shrink-0 text-muted">{name}</dt>
    <dd className="flex min-w-0 items-center">{children}</dd>
  </div>
)

const NotReported = () => <span className="text-muted">not reported</span>

const MissingInstanceId = ({ cvm }: { cvm: Cvm }) => (
  <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
    <Badge tone="caution" icon={TriangleAlert}>
      missing
    </Badge>
    <span className="text-muted">
      {cvm.status === 'running' ? 'Phala Cloud has not stored one for this running CVM.' : 'It becomes known when the CVM runs.'}
    </span>
  </span>
)
