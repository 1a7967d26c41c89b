import type { Fleet } from '@/api/fleet-query.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { counted } from '@/lib/counted.ts'
import { formatNumber } from '@/lib/numbers.ts'
import { csvText } from '@/lib/csv.ts'
import { formatAge } from '@/lib/durations.ts'

type Cell = string | number | boolean | null

/** Each column by its name in a file; what is not reported stays empty (`null` in JSON). Sizes are GB, times ISO. */
const columns: Record<string, (cvm: Cvm) => Cell> = {
  id: (cvm) => cvm.id,
  name: (cvm) => cvm.name,
  status: (cvm) => (cvm.status === 'not reported' ? null : cvm.status),
  in_progress: (cvm) => cvm.inProgress,
  app_id: (cvm) => cvm.appId,
  instance_id: (cvm) => cvm.instanceId,
  vm_uuid: (cvm) => cvm.vmUuid,
  compose_hash: (cvm) => cvm.composeHash,
  kms_type: (cvm) => cvm.kms.type,
  chain_id: (cvm) => cvm.kms.chainId,
  vcpu: (cvm) => cvm.resources.vcpu,
  memory_gb: (cvm) => cvm.resources.memoryGb,
  disk_gb: (cvm) => cvm.resources.diskGb,
  os_image: (cvm) => cvm.os.name,
  node: (cvm) => cvm.node.name,
  region: (cvm) => cvm.node.region,
  device_id: (cvm) => cvm.node.deviceId,
  workspace: (cvm) => cvm.workspace?.name ?? null,
  created_at: (cvm) => cvm.createdAt,
}
const names = Object.keys(columns)

/** One line for each CVM, in the given order. */
export const fleetCsv = (cvms: readonly Cvm[]) => csvText([names, ...cvms.map((cvm) => names.map((name) => columns[name]!(cvm)))])

/** What a file does not hold, and how old it is: whoever opens it later cannot see that from its rows. */
export interface ExportGaps {
  /** When the list was read, in ms since 1970. */
  readAt: number
  /** It was to be read again since, and could not be. */
  isOld: boolean
  /** By the server's count. */
  total: number
  /** Pages that did not come. */
  notLoaded: number
  /** Described in a form that this console does not know. */
  unreadable: number
  /** Left out by search and filters. */
  hidden: number
}

export function gapsOf({
  fleet,
  shown,
  readAt,
  hasFailed,
}: {
  fleet: Fleet
  shown: number
  readAt: number
  hasFailed: boolean
}): ExportGaps {
  return {
    readAt,
    isOld: hasFailed,
    total: fleet.total,
    notLoaded: fleet.isPartial ? Math.max(0, fleet.total - fleet.cvms.length - fleet.unreadable) : 0,
    unreadable: fleet.unreadable,
    hidden: fleet.cvms.length - shown,
  }
}

/** The same for a person, before they export: a CSV has no place for it. Empty where the file is whole and new. */
export function gapTexts({ isOld, readAt, notLoaded, unreadable, total }: ExportGaps, now: Date): string[] {
  const of = `of ${counted(total, 'CVM')}`
  return [
    ...(notLoaded > 0 ? [`${formatNumber(notLoaded)} ${of} could not be loaded and are missing.`] : []),
    ...(unreadable > 0 ? [`${formatNumber(unreadable)} ${of} could not be read and are missing.`] : []),
    ...(isOld ? [`The list is from ${formatAge(readAt, now)}; it could not be refreshed.`] : []),
  ]
}

/** The CVMs under `cvms`, beside what is missing of them. */
export const fleetJson = (cvms: readonly Cvm[], gaps: ExportGaps) =>
  `${JSON.stringify(
    {
      read_at: new Date(gaps.readAt).toISOString(),
      refresh_failed_since: gaps.isOld,
      total: gaps.total,
      missing: { not_loaded: gaps.notLoaded, unreadable: gaps.unreadable, hidden_by_filters: gaps.hidden },
      cvms: cvms.map((cvm) => Object.fromEntries(names.map((name) => [name, columns[name]!(cvm)]))),
    },
    null,
    2,
  )}\n`
