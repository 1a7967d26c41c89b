import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Pencil } from 'lucide-react'
import { cvmQueries } from '@/api/queries.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { statusLabel, statusTone } from '@/domain/cvm-status.ts'
import { formatDuration } from '@/lib/durations.ts'
import { Age } from '@/ui/feedback/Age.tsx'
import { Button } from '@/ui/controls/Button.tsx'
import { buttonClass } from '@/ui/controls/button-class.ts'
import { PageHeader } from '@/ui/layout/PageHeader.tsx'
import { StatusBadge } from '@/ui/feedback/StatusBadge.tsx'
import { useNow } from '@/ui/feedback/use-now.ts'
import { useNotPermitted } from '@/updates/engine/use-not-permitted.ts'
import { CvmIds } from './CvmIds.tsx'
import { LifecycleActions } from './LifecycleActions.tsx'
import { Name } from '@/ui/layout/Name.tsx'

/** What it is, whether it is well, and what can be done about it. */
export const CvmHeader = ({ cvm, readAt }: { cvm: Cvm; readAt: number }) => (
  <div className="space-y-3">
    <PageHeader
      title={<Name>{cvm.name}</Name>}
      badge={
        // A line of its own where there is little room: it grows once the history is there, and must not push the page down then.
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1 max-sm:w-full">
          <StatusBadge tone={statusTone(cvm.status)} label={statusLabel(cvm.status)} />
          <span className="text-12 text-muted">
            <StatusAge cvm={cvm} />
            read <Age at={readAt} />
          </span>
        </span>
      }
      actions={
        <>
          <EditLink cvmId={cvm.id} isMain={cvm.status !== 'stopped' && cvm.status !== 'error'} />
          <LifecycleActions cvm={cvm} />
        </>
      }
    />
    <CvmIds cvm={cvm} />
  </div>
)

/** The main button, unless there is something to be started first. */
function EditLink({ cvmId, isMain }: { cvmId: string; isMain: boolean }) {
  const notPermitted = useNotPermitted(cvmId)
  if (notPermitted) {
    return (
      <Button variant={isMain ? 'primary' : 'secondary'} icon={Pencil} disabledReason={notPermitted}>
        Edit
      </Button>
    )
  }
  return (
    <Link to="/cvms/$cvmId/edit" params={{ cvmId }} className={buttonClass(isMain ? 'primary' : 'secondary')}>
      <Pencil aria-hidden className="size-3.5 shrink-0" strokeWidth={2} />
      Edit
    </Link>
  )
}

/** How long the state has lasted. Only the history knows, so without it nothing is claimed. */
function StatusAge({ cvm }: { cvm: Cvm }) {
  const { data } = useQuery(cvmQueries.operations(cvm.id))
  const now = useNow('server')
  const since = cvm.inProgress ? null : data?.items.find((operation) => operation.completedAt !== null)?.completedAt
  if (!since) return null
  return <>for {formatDuration((now - new Date(since).getTime()) / 1000)} · </>
}
