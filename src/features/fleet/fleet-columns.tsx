import { Link } from '@tanstack/react-router'
import { Diamond, Fingerprint } from 'lucide-react'
import type { ChainConfig } from '@/api/schemas/runtime-config.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { statusLabel, statusTone } from '@/domain/cvm-status.ts'
import { formatGb, formatVcpu } from '@/domain/units.ts'
import { abbreviate } from '@/lib/abbreviate.ts'
import { Age } from '@/ui/Age.tsx'
import { Badge } from '@/ui/Badge.tsx'
import type { DataColumn } from '@/ui/data-table-types.ts'
import { StatusBadge } from '@/ui/StatusBadge.tsx'
import { kmsOf, nodeOf, osOf, stateGroupOf } from './fleet-filter.ts'
import { stateGroups } from './fleet-search.ts'

const missing = <span className="text-muted">not reported</span>

const sizeText = ({ resources: { vcpu, memoryGb, diskGb } }: Cvm) =>
  [
    vcpu === null ? null : formatVcpu(vcpu),
    memoryGb === null ? null : formatGb(memoryGb),
    diskGb === null ? null : `${formatGb(diskGb)} disk`,
  ]
    .filter(Boolean)
    .join(' · ') || null

export const NameCell = ({ cvm }: { cvm: Cvm }) => (
  <Link to="/cvms/$cvmId" params={{ cvmId: cvm.id }} className="font-medium text-text group-hover/row:text-accent" title={cvm.name}>
    {cvm.name}
  </Link>
)

export const StateCell = ({ cvm }: { cvm: Cvm }) => (
  <StatusBadge tone={cvm.inProgress ? 'moving' : statusTone(cvm.status)} label={statusLabel(cvm.status)} />
)

export function KmsCell({ cvm, chains }: { cvm: Cvm; chains: readonly ChainConfig[] }) {
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

export const InstanceIdCell = ({ cvm }: { cvm: Cvm }) =>
  cvm.instanceId ? (
    <code className="font-mono text-12 text-muted" title={cvm.instanceId}>
      {abbreviate(cvm.instanceId, 6)}
    </code>
  ) : (
    <Badge tone="caution" icon={Fingerprint}>
      missing
    </Badge>
  )

/** What is being done to it, and for how long. */
export function OperationCell({ cvm }: { cvm: Cvm }) {
  if (!cvm.inProgress) return null
  return (
    <span className="text-13">
      {cvm.progress?.target ? `to ${statusLabel(cvm.progress.target)}` : 'under way'}
      {cvm.progress?.startedAt ? (
        <span className="text-muted">
          {' · '}
          <Age at={cvm.progress.startedAt} plain />
        </span>
      ) : null}
    </span>
  )
}

/** The fleet's columns; `chains` gives chains their names. */
export const fleetColumns = (chains: readonly ChainConfig[]): DataColumn<Cvm>[] => [
  { id: 'name', header: 'Name', width: 200, grow: true, cell: (cvm) => <NameCell cvm={cvm} />, sortValue: (cvm) => cvm.name },
  {
    id: 'id',
    header: 'CVM id',
    width: 152,
    cell: (cvm) => (
      <code className="font-mono text-12 text-muted" title={cvm.id}>
        {cvm.id}
      </code>
    ),
  },
  {
    id: 'state',
    header: 'State',
    width: 124,
    cell: (cvm) => <StateCell cvm={cvm} />,
    sortValue: (cvm) => `${stateGroups.indexOf(stateGroupOf(cvm))} ${cvm.status}`,
  },
  {
    id: 'operation',
    header: 'Operation',
    width: 152,
    cell: (cvm) => <OperationCell cvm={cvm} />,
    sortValue: (cvm) => (cvm.inProgress ? (cvm.progress?.startedAt ?? '') : null),
  },
  { id: 'kms', header: 'Keys held by', width: 132, cell: (cvm) => <KmsCell cvm={cvm} chains={chains} />, sortValue: kmsOf },
  { id: 'size', header: 'Size', width: 208, cell: (cvm) => sizeText(cvm) ?? missing, sortValue: (cvm) => cvm.resources.vcpu },
  { id: 'os', header: 'OS image', width: 148, cell: (cvm) => cvm.os.name ?? missing, sortValue: osOf },
  { id: 'node', header: 'Node', width: 104, cell: (cvm) => cvm.node.name ?? missing, sortValue: nodeOf },
  {
    id: 'instance',
    header: 'Instance ID',
    width: 136,
    cell: (cvm) => <InstanceIdCell cvm={cvm} />,
    sortValue: (cvm) => (cvm.instanceId ? 1 : 0),
  },
  {
    id: 'created',
    header: 'Created',
    width: 104,
    cell: (cvm) => (cvm.createdAt ? <Age at={cvm.createdAt} plain /> : missing),
    sortValue: (cvm) => (cvm.createdAt ? Date.parse(cvm.createdAt) : null),
  },
]

/** A CVM where there is no room for columns. */
export const fleetNarrowRow = (chains: readonly ChainConfig[]) => ({
  cell: (cvm: Cvm) => <FleetCard cvm={cvm} chains={chains} />,
  rowHeight: 64,
})

const FleetCard = ({ cvm, chains }: { cvm: Cvm; chains: readonly ChainConfig[] }) => (
  <div className="flex min-w-0 flex-col gap-1.5 py-2">
    <div className="flex min-w-0 items-center justify-between gap-3">
      <span className="truncate text-14">
        <NameCell cvm={cvm} />
      </span>
      <StateCell cvm={cvm} />
    </div>
    <div className="flex min-w-0 items-center justify-between gap-3 text-12 text-muted">
      <span className="truncate">{sizeText(cvm) ?? 'size not reported'}</span>
      <span className="flex shrink-0 items-center gap-1.5">
        {cvm.instanceId ? null : <InstanceIdCell cvm={cvm} />}
        <KmsCell cvm={cvm} chains={chains} />
      </span>
    </div>
  </div>
)
