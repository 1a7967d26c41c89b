import type { Cvm } from '@/domain/cvm.ts'
import { csvText } from '@/lib/csv.ts'

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

export const fleetJson = (cvms: readonly Cvm[]) =>
  `${JSON.stringify(
    cvms.map((cvm) => Object.fromEntries(names.map((name) => [name, columns[name]!(cvm)]))),
    null,
    2,
  )}\n`
