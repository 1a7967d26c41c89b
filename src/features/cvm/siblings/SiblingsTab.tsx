import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Copy } from 'lucide-react'
import { siblingQueries } from '@/api/apps/siblings.ts'
import type { CvmAllowed } from '@/api/schemas/apps/app-allowed.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { isContractGoverned } from '@/domain/cvm-capabilities.ts'
import { statusLabel, statusTone } from '@/domain/cvm-status.ts'
import { isolated } from '@/lib/isolated.ts'
import { buttonClass } from '@/ui/controls/button-class.ts'
import { Badge } from '@/ui/feedback/Badge.tsx'
import { CopyableId } from '@/ui/feedback/CopyableId.tsx'
import { StatusBadge } from '@/ui/feedback/StatusBadge.tsx'
import { Card } from '@/ui/layout/Card.tsx'
import { Name } from '@/ui/layout/Name.tsx'
import { VisuallyHidden } from '@/ui/layout/VisuallyHidden.tsx'
import { Absent } from '@/features/cvm/Absent.tsx'
import { LeftOut } from '@/features/cvm/LeftOut.tsx'
import { OperationsSkeleton } from '@/features/cvm/operations/OperationsSkeleton.tsx'
import { AllowedBadge } from './AllowedBadge.tsx'
import { DevicesCard } from './DevicesCard.tsx'
import { runsSame } from './runs-same.ts'

/** All CVMs of this one's app: each has to be updated by itself, so which of them runs what is seen here. */
export function SiblingsTab({ cvm }: { cvm: Cvm }) {
  const appId = cvm.appId ?? ''
  const isGoverned = isContractGoverned(cvm)
  const { data, error, refetch } = useQuery({ ...siblingQueries.cvms(appId), enabled: cvm.appId !== null })
  const cvms = data?.cvms
  const allowed = useQuery(siblingQueries.allowed(appId, cvms, isGoverned))

  if (cvm.appId === null) {
    return (
      <Card title="CVMs of this app" icon={Copy}>
        <p className="text-13 text-muted">The API names no app for this CVM, so it has no siblings here.</p>
      </Card>
    )
  }
  return (
    <div className="grid min-w-0 gap-4">
      <Card title="CVMs of this app" icon={Copy} padded={false} aside={data ? sameness(cvm, data) : undefined}>
        {data ? <LeftOut count={data.unreadable} shown={data.cvms.length} className="border-b border-line" /> : null}
        {cvms ? (
          <ul className="divide-y divide-line">
            {cvms.map((one) => (
              <Sibling key={one.id} cvm={one} than={cvm} allowed={isGoverned ? allowance(allowed, one) : null} />
            ))}
          </ul>
        ) : error ? (
          <div className="p-4">
            <Absent what="The CVMs of this app" error={error} onRetry={() => void refetch()} />
          </div>
        ) : (
          <OperationsSkeleton rows={3} />
        )}
        {allowed.error ? (
          <div className="border-t border-line p-4">
            <Absent what="What the contract allows" error={allowed.error} onRetry={() => void allowed.refetch()} />
          </div>
        ) : null}
      </Card>
      {isGoverned ? <DevicesCard appId={cvm.appId} /> : null}
    </div>
  )
}

/** How many CVMs of the app there are, and what is known of the configuration that they run beside this one's. */
function sameness(cvm: Cvm, { cvms, unreadable }: { cvms: readonly Cvm[]; unreadable: number }): string | undefined {
  const others = cvms.filter(({ id }) => id !== cvm.id)
  if (others.length === 0) return unreadable > 0 ? undefined : 'this one alone'
  const count = (is: boolean | null) => others.filter((other) => runsSame(cvm, other) === is).length
  const unknown = count(null)
  return [cvms.length, `${count(false)} with another configuration`, ...(unknown > 0 ? [`${unknown} not reported`] : [])].join(', ')
}

/** What was said before the last question failed may have changed since. */
function allowance({ data, error, isPending }: { data: CvmAllowed[] | undefined; error: unknown; isPending: boolean }, { id }: Cvm) {
  if (error) return 'unknown'
  return data?.find(({ cvmId }) => cvmId === id) ?? (isPending ? 'asking' : 'unknown')
}

interface SiblingProps {
  cvm: Cvm
  /** The CVM whose page this is. */
  than: Cvm
  /** `null` where no contract governs the app. */
  allowed: CvmAllowed | 'asking' | 'unknown' | null
}

function Sibling({ cvm, than, allowed }: SiblingProps) {
  const isThis = cvm.id === than.id
  const same = runsSame(than, cvm)
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 px-4 py-3 text-13">
      <div className="min-w-0 flex-1 basis-80">
        <p className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
          <Link to="/cvms/$cvmId" params={{ cvmId: cvm.id }} search={{ tab: 'siblings' }} className="font-semibold hover:underline">
            <Name>{cvm.name}</Name>
          </Link>
          <StatusBadge tone={statusTone(cvm.status)} label={statusLabel(cvm.status)} />
          {isThis ? <Badge tone="accent">this one</Badge> : null}
          {isThis || same === null ? null : (
            <Badge tone={same ? 'neutral' : 'caution'}>{same ? 'same configuration' : 'another configuration'}</Badge>
          )}
          {allowed ? <AllowedBadge allowed={allowed} /> : null}
        </p>
        <p className="mt-1 flex flex-wrap items-center gap-x-4 gap-y-1 text-12 text-muted">
          <span className="inline-flex items-center gap-1.5">
            Compose hash {cvm.composeHash ? <CopyableId value={cvm.composeHash} label="compose hash" /> : 'not reported'}
          </span>
          <span>
            Node <span translate="no">{cvm.node.name ?? 'not reported'}</span>
          </span>
          {cvm.node.deviceId ? (
            <span className="inline-flex items-center gap-1.5">
              Device <CopyableId value={cvm.node.deviceId} label="device id" />
            </span>
          ) : null}
        </p>
      </div>
      <Link to="/cvms/$cvmId/edit" params={{ cvmId: cvm.id }} className={buttonClass('secondary', 'sm')}>
        Update this one <VisuallyHidden>{`(${isolated(cvm.name)})`}</VisuallyHidden>
      </Link>
    </li>
  )
}
