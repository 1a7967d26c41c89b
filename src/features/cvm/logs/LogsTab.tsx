import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Box, ScrollText, SquareTerminal } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { containersQuery } from '@/api/logs/containers.ts'
import { serialLogId } from '@/api/logs/read-log.ts'
import type { Container } from '@/api/schemas/composition.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { isolated } from '@/lib/isolated.ts'
import { classNames } from '@/ui/layout/class-names.ts'
import { Age } from '@/ui/feedback/Age.tsx'
import { Notice } from '@/ui/feedback/Notice.tsx'
import { Card } from '@/ui/layout/Card.tsx'
import type { Icon } from '@/ui/layout/icon.ts'
import { Skeleton } from '@/ui/layout/Skeleton.tsx'
import { Absent } from '@/features/cvm/Absent.tsx'
import { LeftOut } from '@/features/cvm/LeftOut.tsx'
import { whySilent } from '@/features/cvm/why-silent.ts'
import { LogAddresses } from './LogAddresses.tsx'
import { LogReader } from './LogReader.tsx'

/** What runs inside, and what it prints. */
export function LogsTab({ cvm }: { cvm: Cvm }) {
  const { data, error, refetch } = useQuery(containersQuery(cvm.id))
  const [chosen, setChosen] = useState<string | null>(null)
  const containers = data?.containers ?? []
  const silent = data ? whySilent(cvm, data.isOnline) : null
  const container = containers.find(({ id }) => id === chosen) ?? (chosen === null ? containers[0] : undefined)
  // The machine’s own output needs no list of containers.
  const isSerial = chosen === serialLogId || (!container && (data !== undefined || error !== null))
  return (
    <div className="grid min-w-0 items-start gap-4 lg:grid-cols-[18rem_minmax(0,1fr)]">
      <Card title="Containers" icon={Box} padded={false} aside={data?.containers ? String(containers.length) : undefined}>
        {data || error ? (
          <ul className="divide-y divide-line">
            {!data && error ? (
              <li className="p-4">
                <Absent what="The containers" error={error} onRetry={() => void refetch()} />
              </li>
            ) : null}
            {containers.map((one) => (
              <Source
                key={one.id}
                icon={Box}
                name={one.name}
                isOpen={one.id === container?.id && !isSerial}
                onOpen={() => setChosen(one.id)}
              >
                <ContainerFacts container={one} />
              </Source>
            ))}
            {data && data.unreadable > 0 ? (
              <li>
                <LeftOut count={data.unreadable} shown={containers.length} />
              </li>
            ) : null}
            {data?.containers === null ? (
              <li className="px-4 py-3 text-13 text-muted">
                {silent ? `${silent}, so its containers cannot be listed.` : 'The CVM did not say which containers it runs.'}
              </li>
            ) : null}
            <Source icon={SquareTerminal} name="Serial output" isOpen={isSerial} onOpen={() => setChosen(serialLogId)}>
              what the machine prints while it boots
            </Source>
          </ul>
        ) : (
          <div className="space-y-2 p-4">
            <Skeleton className="h-5 w-40" />
            <Skeleton className="h-5 w-32" />
            <Skeleton className="h-5 w-44" />
          </div>
        )}
      </Card>
      <div className="grid min-w-0 gap-4">
        {cvm.visibility.publicLogs !== false ? null : (
          <Notice title="The logs of this CVM are not public, so they cannot be read from outside.">
            <Link
              to="/cvms/$cvmId/edit"
              params={{ cvmId: cvm.id }}
              search={{ field: 'publicLogs' }}
              className="font-medium text-accent underline underline-offset-4"
            >
              Make them public
            </Link>{' '}
            with an update: then anyone who knows the address can read them.
          </Notice>
        )}
        {container || isSerial ? (
          <Card title={isSerial ? 'Serial output' : container!.name} icon={ScrollText} padded={false}>
            <LogReader
              key={isSerial ? serialLogId : container!.id}
              cvmId={cvm.id}
              logId={isSerial ? serialLogId : container!.id}
              name={isSerial ? `${isolated(cvm.name)} serial output` : isolated(container!.name)}
              address={isSerial ? cvm.logUrls.serial : container!.logUrl}
              canFollow={!isSerial}
            />
          </Card>
        ) : (
          <Skeleton className="h-96 w-full" />
        )}
        <LogAddresses cvm={cvm} />
      </div>
    </div>
  )
}

const ContainerFacts = ({ container: { image, state, status, createdAt } }: { container: Container }) => (
  <>
    <span className="block truncate" translate="no">
      {image ?? 'image not reported'}
    </span>
    <span className="block">
      {state ?? 'state not reported'}
      {status ? ` · ${status}` : null}
      {createdAt ? (
        <>
          {' · created '}
          <Age by="server" at={createdAt} plain />
        </>
      ) : null}
    </span>
  </>
)

interface SourceProps {
  icon: Icon
  name: string
  isOpen: boolean
  onOpen: () => void
  children: ReactNode
}

const Source = ({ icon: Mark, name, isOpen, onOpen, children }: SourceProps) => (
  <li>
    <button
      type="button"
      aria-pressed={isOpen}
      onClick={onOpen}
      className={classNames(
        'flex w-full min-w-0 gap-3 px-4 py-2.5 text-left hover:bg-hover focus-visible:outline-offset-[-2px]',
        isOpen && 'bg-accent-soft',
      )}
    >
      <Mark aria-hidden className={classNames('mt-0.5 size-4 shrink-0', isOpen ? 'text-accent' : 'text-muted')} />
      <span className="min-w-0 flex-1">
        <span translate="no" className={classNames('block truncate text-13 font-medium', isOpen && 'text-accent')}>
          {name}
        </span>
        <span className="block text-12 text-muted">{children}</span>
      </span>
    </button>
  </li>
)
