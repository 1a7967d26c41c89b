import type { ReactNode } from 'react'
import { Link } from '@tanstack/react-router'
import { Diamond, Fingerprint } from 'lucide-react'
import type { ChainConfig } from '@/api/schemas/runtime-config.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { statusInSentence, statusLabel, statusTone } from '@/domain/cvm-status.ts'
import { formatGb, formatVcpu } from '@/domain/units.ts'
import { abbreviate } from '@/lib/abbreviate.ts'
import { formatDuration } from '@/lib/durations.ts'
import { Age } from '@/ui/feedback/Age.tsx'
import { Badge } from '@/ui/feedback/Badge.tsx'
import type { DataColumn } from '@/ui/data-table/data-table-types.ts'
import { StatusBadge } from '@/ui/feedback/StatusBadge.tsx'
import { useNow } from '@/ui/feedback/use-now.ts'
import { Name } from '@/ui/layout/Name.tsx'
import { kmsOf, nodeOf, osOf, stateGroupOf } from './fleet-filter.ts'
import { stateGroups } from './fleet-search.ts'

const missing = <span className="text-muted">not reported</span>
/** The same, where a column is too narrow for words. */
const none = (
  <span className="text-muted" title="not reported">
    <span aria-hidden>–</span>
    <span className="sr-only">not reported</span>
  </span>
)

const inGb = (size: number | null) => (size === null ? null : formatGb(size))

const sizeText = ({ resources: { vcpu, memoryGb, diskGb } }: Cvm) =>
  [vcpu === null ? null : formatVcpu(vcpu), inGb(memoryGb), inGb(diskGb)].filter(Boolean).join(' · ') || null

const NameLink = ({ cvm }: { cvm: Cvm }) => (
  <Link
    to="/cvms/$cvmId"
    params={{ cvmId: cvm.id }}
    className="truncate font-medium text-text group-hover/row:text-accent"
    title={cvm.name}
  >
    <Name>{cvm.name}</Name>
  </Link>
)

const NameCell = ({ cvm }: { cvm: Cvm }) => (
  <span className="flex min-w-0 items-baseline justify-between gap-2.5">
    <NameLink cvm={cvm} />
    <code translate="no" className="shrink-0 font-mono text-12 text-muted" title={cvm.id}>
      {abbreviate(cvm.id, 6)}
    </code>
  </span>
)

const State = ({ cvm }: { cvm: Cvm }) => (
  <StatusBadge tone={cvm.inProgress ? 'moving' : statusTone(cvm.status)} label={statusLabel(cvm.status)} />
)

/** How it is, and while something is being done to it, what to and for how long. */
const StateCell = ({ cvm }: { cvm: Cvm }) => (
  <span className="flex min-w-0 items-center gap-1.5">
    <State cvm={cvm} />
    {cvm.inProgress ? (
      <span
        className="truncate text-12 text-muted"
        title={cvm.progress?.target ? `to ${statusInSentence(cvm.progress.target)}` : undefined}
      >
        <span className="sr-only">, operation under way </span>
        {cvm.progress?.startedAt ? <Duration since={cvm.progress.startedAt} /> : 'under way'}
      </span>
    ) : null}
  </span>
)

function Duration({ since }: { since: string }) {
  const seconds = (useNow('server') - Date.parse(since)) / 1000
  return (
    <span translate="no" className="tabular-nums">
      {formatDuration(seconds)}
    </span>
  )
}

function KmsCell({ cvm, chains }: { cvm: Cvm; chains: readonly ChainConfig[] }) {
  if (cvm.kms.chainId === null) return <span className="text-muted">{kmsLabel(cvm, chains)}</span>
  return (
    <Badge tone="onchain" icon={Diamond}>
      {kmsLabel(cvm, chains)}
    </Badge>
  )
}

/** Who holds the keys, in a word: the vendor's own service, or a contract on this chain. */
function kmsLabel(cvm: Cvm, chains: readonly ChainConfig[]) {
  const { chainId, type } = cvm.kms
  if (chainId !== null) return chains.find((chain) => chain.id === chainId)?.name ?? `chain ${chainId}`
  return type === 'phala' ? 'Phala' : (type ?? 'not reported')
}

const InstanceIdCell = ({ cvm }: { cvm: Cvm }) =>
  cvm.instanceId ? (
    <code translate="no" className="font-mono text-12 text-muted" title={cvm.instanceId}>
      {abbreviate(cvm.instanceId, 6)}
    </code>
  ) : (
    <Badge tone="caution" icon={Fingerprint}>
      missing
    </Badge>
  )

/** All columns of the fleet; `chains` gives chains their names. */
export const fleetColumns = (chains: readonly ChainConfig[]): DataColumn<Cvm>[] => [
  {
    id: 'name',
    header: 'Name',
    width: 280,
    grow: true,
    isRowHeader: true,
    cell: (cvm) => <NameCell cvm={cvm} />,
    sortValue: (cvm) => cvm.name,
  },
  {
    id: 'state',
    header: 'State',
    width: 156,
    cell: (cvm) => <StateCell cvm={cvm} />,
    sortValue: (cvm) => stateGroups.indexOf(stateGroupOf(cvm)) + cvm.name,
  },
  { id: 'kms', header: 'Keys held by', width: 148, cell: (cvm) => <KmsCell cvm={cvm} chains={chains} />, sortValue: kmsOf },
  {
    id: 'vcpu',
    header: 'vCPU',
    width: 64,
    align: 'right',
    cell: (cvm) => cvm.resources.vcpu ?? none,
    sortValue: (cvm) => cvm.resources.vcpu,
  },
  {
    id: 'memory',
    header: 'Memory',
    width: 80,
    align: 'right',
    cell: (cvm) => inGb(cvm.resources.memoryGb) ?? none,
    sortValue: (cvm) => cvm.resources.memoryGb,
  },
  {
    id: 'disk',
    header: 'Disk',
    width: 76,
    align: 'right',
    cell: (cvm) => inGb(cvm.resources.diskGb) ?? none,
    sortValue: (cvm) => cvm.resources.diskGb,
  },
  { id: 'os', header: 'OS image', width: 132, cell: (cvm) => cvm.os.name ?? missing, sortValue: osOf },
  { id: 'node', header: 'Node', width: 84, cell: (cvm) => cvm.node.name ?? missing, sortValue: nodeOf },
  {
    id: 'instance',
    header: 'Instance ID',
    width: 124,
    cell: (cvm) => <InstanceIdCell cvm={cvm} />,
    sortValue: (cvm) => (cvm.instanceId ? 1 : 0),
  },
  {
    id: 'created',
    header: 'Created',
    width: 92,
    cell: (cvm) => (cvm.createdAt ? <Age by="server" at={cvm.createdAt} plain /> : missing),
    sortValue: (cvm) => (cvm.createdAt ? Date.parse(cvm.createdAt) : null),
  },
]

/** A CVM where there is no room for columns. */
export const fleetNarrowRow = (chains: readonly ChainConfig[], added?: DataColumn<Cvm>) => ({
  cell: (cvm: Cvm) => (
    <FleetCard cvm={cvm} chains={chains}>
      {added?.cell(cvm)}
    </FleetCard>
  ),
  rowHeight: added ? 88 : 64,
})

const FleetCard = ({ cvm, chains, children }: { cvm: Cvm; chains: readonly ChainConfig[]; children: ReactNode }) => (
  <div className="flex min-w-0 flex-col gap-1">
    <div className="flex h-5 min-w-0 items-center justify-between gap-3">
      <NameLink cvm={cvm} />
      <State cvm={cvm} />
    </div>
    <div className="flex h-5 min-w-0 items-center justify-between gap-3 text-12 text-muted">
      <span className="truncate tabular-nums">{sizeText(cvm) ?? 'size not reported'}</span>
      <span className="flex shrink-0 items-center gap-1.5">
        {cvm.instanceId ? null : (
          <Badge tone="caution" icon={Fingerprint}>
            no <span className="sr-only">instance </span>ID
          </Badge>
        )}
        <KmsCell cvm={cvm} chains={chains} />
      </span>
    </div>
    {children}
  </div>
)
