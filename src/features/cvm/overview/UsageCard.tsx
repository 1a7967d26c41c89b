import { useQuery } from '@tanstack/react-query'
import { Gauge } from 'lucide-react'
import { usageQuery, type Usage } from '@/api/machine/usage.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { formatDuration } from '@/lib/durations.ts'
import { Absent } from '@/features/cvm/Absent.tsx'
import { ChangeLink } from '@/features/cvm/ChangeLink.tsx'
import { whySilent } from '@/features/cvm/why-silent.ts'
import { Age } from '@/ui/feedback/Age.tsx'
import { Card } from '@/ui/layout/Card.tsx'
import { optionalPart } from '@/ui/layout/optional-part.tsx'
import { Skeleton } from '@/ui/layout/Skeleton.tsx'
import { UsageBar } from './UsageBar.tsx'

/** Two would be a straight line between two moments. */
const readingsForALine = 3

const SeenLine = optionalPart(() => import('./SeenLine.tsx').then((module) => module.SeenLine), { name: 'The line', missing: () => null })

/** What is in use of it, as the CVM itself says. */
export function UsageCard({ cvm }: { cvm: Cvm }) {
  const { data, error, refetch, dataUpdatedAt } = useQuery(usageQuery(cvm.id))
  return (
    <Card
      title="In use"
      icon={Gauge}
      aside={
        data?.now ? (
          <span>
            read <Age at={dataUpdatedAt} />
          </span>
        ) : undefined
      }
    >
      {data?.now ? (
        <>
          <Figures now={data.now} vcpu={cvm.resources.vcpu} />
          {data.seen.length >= readingsForALine ? <SeenLine seen={data.seen} /> : null}
        </>
      ) : data ? (
        <p className="text-13 text-muted">
          {whyAbsent(data, cvm)}
          {data.isPublic === false ? (
            <>
              {' '}
              <ChangeLink cvmId={cvm.id} field="publicSysinfo" what="who may see the system information" />
            </>
          ) : null}
        </p>
      ) : error ? (
        <Absent what="What is in use" error={error} onRetry={() => void refetch()} />
      ) : (
        <div className="space-y-3">
          <Skeleton className="h-5 w-full" />
          <Skeleton className="h-5 w-full" />
        </div>
      )}
    </Card>
  )
}

function whyAbsent({ isOnline, isPublic, error }: Usage, cvm: Cvm): string {
  const silent = whySilent(cvm, isOnline)
  if (silent) return `${silent}, so what is in use cannot be shown.`
  if (isPublic === false) return 'The system information of this CVM is private.'
  return error ? `The CVM answered: ${error}` : 'The CVM did not say what is in use.'
}

function Figures({ now, vcpu }: { now: NonNullable<Usage['now']>; vcpu: number | null }) {
  const { memory, disks, load, uptimeSeconds } = now
  const cpus = now.cpus ?? vcpu
  return (
    <div className="space-y-3">
      <UsageBar label="Memory" {...memory} />
      {disks?.map(({ name, used, total }, at) => (
        <UsageBar key={name ?? at} label={disks.length === 1 || name === null ? 'Disk' : `Disk ${name}`} used={used} total={total} />
      )) ?? <UsageBar label="Disk" used={null} total={null} />}
      <p className="text-12 text-muted">
        Load{' '}
        <span translate="no" className="text-text tabular-nums">
          {load.map((value) => value ?? '?').join(' · ')}
        </span>{' '}
        over 1, 5 and 15 minutes{cpus === null ? '' : `, on ${cpus} vCPU`}.
        {uptimeSeconds === null ? null : (
          <>
            {' '}
            Up for{' '}
            <span translate="no" className="text-text tabular-nums">
              {formatDuration(uptimeSeconds)}
            </span>
            .
          </>
        )}
      </p>
    </div>
  )
}
