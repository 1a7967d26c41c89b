import { useQuery } from '@tanstack/react-query'
import { Settings2 } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { fetchCvm, setListed } from '@/api/cvms.ts'
import { describeFailure } from '@/api/describe-failure.ts'
import { cvmQueries } from '@/api/queries.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { formatExactTime } from '@/lib/durations.ts'
import { Age } from '@/ui/feedback/Age.tsx'
import { Button } from '@/ui/controls/Button.tsx'
import { Card } from '@/ui/layout/Card.tsx'
import { preloadDialog } from '@/ui/overlay/Dialog.tsx'
import { FailureNotice } from '@/ui/feedback/FailureNotice.tsx'
import { Skeleton } from '@/ui/layout/Skeleton.tsx'
import { Switch } from '@/ui/controls/Switch.tsx'
import { localMinute } from '@/features/cvm/header/local-minute.ts'
import { RenameDialog } from '@/features/cvm/header/RenameDialog.tsx'
import { ScheduleDeleteDialog } from '@/features/cvm/header/ScheduleDeleteDialog.tsx'
import { useScheduledDelete } from '@/features/cvm/header/use-scheduled-delete.ts'
import { Name } from '@/ui/layout/Name.tsx'
import { isolated } from '@/lib/isolated.ts'
import { useSetting } from './use-setting.ts'

const dayMs = 86_400_000

/** What has endpoints of its own and is saved where it stands, without a restart. */
export const SettingsCard = ({ cvm }: { cvm: Cvm }) => (
  <Card title="Settings" icon={Settings2} aside="saved immediately, no restart">
    <div className="divide-y divide-line">
      <NameSetting cvm={cvm} />
      <ListedSetting cvm={cvm} />
      <DeletionSetting cvm={cvm} />
    </div>
  </Card>
)

const Row = ({ term, value, action, children }: { term: string; value: ReactNode; action: ReactNode; children?: ReactNode }) => (
  <div className="space-y-3 py-3 first:pt-0 last:pb-0">
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
      <p className="min-w-0 text-13 [overflow-wrap:anywhere]">
        <span className="text-muted">{term}</span> {value}
      </p>
      <div className="flex flex-wrap gap-2">{action}</div>
    </div>
    {children}
  </div>
)

function NameSetting({ cvm }: { cvm: Cvm }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <Row
      term="Name"
      value={
        <span className="font-medium">
          <Name>{cvm.name}</Name>
        </span>
      }
      action={
        <Button size="sm" onPointerEnter={preloadDialog} onClick={() => setOpen(true)}>
          Rename
        </Button>
      }
    >
      <RenameDialog cvm={cvm} open={isOpen} onClose={() => setOpen(false)} />
    </Row>
  )
}

function ListedSetting({ cvm }: { cvm: Cvm }) {
  const { mutate, isPending, variables, error } = useSetting<boolean>(cvm, {
    save: (listed) => setListed(cvm.id, listed),
    isSaved: async (listed) => (await fetchCvm(cvm.id)).listed === listed,
    said: (listed) => (listed ? `${isolated(cvm.name)} is listed in the public directory.` : `${isolated(cvm.name)} is no longer listed.`),
  })
  const isListed = isPending ? variables : cvm.listed
  return (
    <div className="space-y-3 py-3">
      <Switch
        label="Listed in the public directory"
        hint={
          isPending
            ? 'Saving …'
            : isListed === null
              ? 'Whether it is listed is not reported. Switching it on lists it.'
              : isListed
                ? 'Anyone can find this CVM there. What they can read of it is decided by its visibility.'
                : 'Nobody finds this CVM there. Whoever knows its address can still open it.'
        }
        checked={isListed === true}
        aria-busy={isPending || undefined}
        onChange={(event) => {
          if (!isPending) mutate(event.target.checked)
        }}
      />
      {error ? <FailureNotice {...describeFailure(error)} /> : null}
    </div>
  )
}

function DeletionSetting({ cvm }: { cvm: Cvm }) {
  const [isOpen, setOpen] = useState(false)
  const [start, setStart] = useState('')
  const { data: extras, isPending: isReading } = useQuery(cvmQueries.extras(cvm.id))
  const { mutate, isPending, error } = useScheduledDelete(cvm)
  const at = extras?.scheduledDeleteAt ?? cvm.scheduledDeleteAt
  const value = at ? (
    <span className="font-medium text-stop">
      scheduled for {formatExactTime(at)}{' '}
      <span className="whitespace-nowrap">
        (<Age by="server" at={at} />)
      </span>
    </span>
  ) : extras ? (
    'not scheduled'
  ) : isReading ? (
    <Skeleton className="inline-block h-4 w-24 align-middle" />
  ) : (
    <span className="text-muted">could not be read</span>
  )
  return (
    <Row
      term="Deletion"
      value={value}
      action={
        <>
          {at ? (
            <Button size="sm" busy={isPending} onClick={() => mutate(null)}>
              Cancel <span className="sr-only">the deletion</span>
            </Button>
          ) : null}
          <Button
            size="sm"
            onPointerEnter={preloadDialog}
            onClick={() => {
              setStart(localMinute(at ? new Date(at) : new Date(Date.now() + dayMs)))
              setOpen(true)
            }}
          >
            {at ? 'Change' : 'Schedule'} <span className="sr-only">the deletion</span>
          </Button>
        </>
      }
    >
      {error ? <FailureNotice {...describeFailure(error)} /> : null}
      <ScheduleDeleteDialog cvm={cvm} start={start} open={isOpen} onClose={() => setOpen(false)} />
    </Row>
  )
}
