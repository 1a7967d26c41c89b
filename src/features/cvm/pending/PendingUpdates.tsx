import { useQuery } from '@tanstack/react-query'
import { Handshake } from 'lucide-react'
import { useState } from 'react'
import { appQueries } from '@/api/queries.ts'
import type { PendingUpdate } from '@/api/schemas/apps/pending-updates.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { parseHash32, sameUuid } from '@/domain/identifiers.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { Badge } from '@/ui/feedback/Badge.tsx'
import { CopyableId } from '@/ui/feedback/CopyableId.tsx'
import { Card } from '@/ui/layout/Card.tsx'
import { Name } from '@/ui/layout/Name.tsx'
import { optionalPart } from '@/ui/layout/optional-part.tsx'
import { Skeleton } from '@/ui/layout/Skeleton.tsx'
import { LeftOut } from '@/features/cvm/LeftOut.tsx'

const PendingPreview = optionalPart(() => import('./PendingPreview.tsx').then((module) => module.PendingPreview), {
  name: 'What it would change',
  waiting: <Skeleton className="mt-3 h-40 w-full" />,
})

/** Updates that somebody prepared for this app and nobody applied yet. Nothing while there are none, or while they cannot be read. */
export function PendingUpdates({ cvm }: { cvm: Cvm }) {
  const { data } = useQuery(appQueries.pendingUpdates(cvm))
  if (!data || data.items.length + data.unreadable === 0 || cvm.appId === null) return null
  return (
    <Card title="Prepared, not applied" icon={Handshake} tone="onchain" padded={false}>
      <ul className="divide-y divide-line">
        {data.items.map((pending) => (
          <Pending key={`${pending.vm_uuid}/${pending.compose_hash}`} cvm={cvm} appId={cvm.appId ?? ''} pending={pending} />
        ))}
      </ul>
      <LeftOut count={data.unreadable} shown={data.items.length} className={data.items.length > 0 ? 'border-t border-line' : undefined} />
    </Card>
  )
}

function Pending({ cvm, appId, pending }: { cvm: Cvm; appId: string; pending: PendingUpdate }) {
  const [isOpen, setOpen] = useState(false)
  const isThis = sameUuid(pending.vm_uuid, cvm.vmUuid)
  const composeHash = parseHash32(pending.compose_hash)
  return (
    <li className="px-4 py-3 text-13">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <p className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
          <span className="font-medium">
            {isThis ? 'For this CVM' : <>For {pending.instance_name ? <Name>{pending.instance_name}</Name> : 'another CVM of this app'}</>}
          </span>
          {composeHash ? <CopyableId value={composeHash} label="prepared compose hash" /> : null}
          <Allowance isAllowed={pending.on_chain} />
        </p>
        <Button size="sm" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? 'Close' : isThis ? 'See and take over' : 'See what it changes'}
        </Button>
      </div>
      {isOpen ? <PendingPreview cvm={cvm} appId={appId} pending={pending} isThis={isThis} /> : null}
    </li>
  )
}

function Allowance({ isAllowed }: { isAllowed: boolean | null }) {
  if (isAllowed === null) return <Badge>approval not reported</Badge>
  return <Badge tone={isAllowed ? 'verified' : 'onchain'}>{isAllowed ? 'allowed on-chain' : 'waits for the owner’s approval'}</Badge>
}
