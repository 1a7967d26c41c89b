import * as z from 'zod/mini'
import type { Cvm } from '@/domain/cvm.ts'
import { appContractOf, parseAppId, parseHash32 } from '@/domain/identifiers.ts'
import { idText, orNull, text } from './parts.ts'
import { anyId, flag, number, time } from './values.ts'

/** Since 2026-05 a node names a device for each OS image that it can measure. */
const devices = orNull(z.array(z.pipe(z.union([z.string(), z.looseObject({ device_id: z.string() })]), z.transform(deviceIdOf))))

function deviceIdOf(device: string | { device_id: string }) {
  return typeof device === 'string' ? device : device.device_id
}

/** A CVM as API versions since 2026-01-21 write it, in lists and alone. `kms_info.slug` and `scheduled_delete_at` come with older ones. */
export const cvmInfoSchema = z.looseObject({
  id: idText,
  name: text,
  app_id: text,
  vm_uuid: text,
  instance_id: text,
  status: text,
  in_progress: flag,
  progress: orNull(z.looseObject({ target: text, started_at: time, correlation_id: text })),
  // Never left out: where it is missing, the answer is in the older shape.
  resource: z.nullable(
    z.looseObject({
      instance_type: text,
      vcpu: number,
      memory_in_gb: number,
      disk_in_gb: number,
      gpus: number,
      compute_billing_price: anyId,
      billing_period: text,
      hourly_rate: anyId,
      billing_interval: text,
    }),
  ),
  node_info: orNull(z.looseObject({ name: text, region: text, device_id: text, device_ids: devices, status: text })),
  os: orNull(z.looseObject({ name: text, version: text, is_dev: flag, os_image_hash: text })),
  kms_type: text,
  kms_info: orNull(
    z.looseObject({
      chain_id: number,
      dstack_kms_address: text,
      dstack_app_address: text,
      deployer_address: text,
      encrypted_env_pubkey: text,
      slug: text,
      kms_contract_id: anyId,
    }),
  ),
  compose_hash: text,
  gateway: orNull(z.looseObject({ base_domain: text })),
  logs: orNull(z.looseObject({ serial: text, stdout: text, stderr: text })),
  endpoints: orNull(z.array(z.looseObject({ app: text, instance: text }))),
  public_logs: flag,
  public_sysinfo: flag,
  public_tcbinfo: flag,
  listed: flag,
  storage_fs: text,
  managed_env: flag,
  workspace: orNull(z.looseObject({ id: idText, name: z.string(), slug: text })),
  creator: orNull(z.looseObject({ id: anyId, username: text })),
  created_at: time,
  scheduled_delete_at: time,
})

/** The console's view of it. What the answer does not say is `null`, "not reported", and never a default. */
export function cvmFromInfo(info: z.output<typeof cvmInfoSchema>): Cvm {
  const { resource, node_info: node, os, kms_info: kms, progress, logs, workspace, creator } = info
  return {
    id: info.id,
    name: info.name ?? info.id,
    appId: parseAppId(info.app_id),
    vmUuid: info.vm_uuid,
    instanceId: info.instance_id || null,
    status: info.status ?? 'not reported',
    inProgress: info.in_progress,
    progress: progress && { target: progress.target, startedAt: progress.started_at, correlationId: progress.correlation_id },
    resources: {
      instanceType: resource?.instance_type ?? null,
      vcpu: resource?.vcpu ?? null,
      memoryGb: resource?.memory_in_gb ?? null,
      diskGb: resource?.disk_in_gb ?? null,
      gpuCount: resource?.gpus ?? null,
      price: resource?.compute_billing_price ?? resource?.hourly_rate ?? null,
      billingPeriod: resource?.billing_period ?? resource?.billing_interval ?? null,
    },
    os: { name: os?.name ?? null, version: os?.version ?? null, isDev: os?.is_dev ?? null, imageHash: os?.os_image_hash ?? null },
    kms: {
      type: info.kms_type,
      chainId: kms?.chain_id ?? null,
      kmsContract: appContractOf(kms?.dstack_kms_address),
      reportedAppContract: appContractOf(kms?.dstack_app_address),
      deployer: appContractOf(kms?.deployer_address),
      envPublicKey: parseHash32(kms?.encrypted_env_pubkey),
      slug: kms?.slug ?? kms?.kms_contract_id ?? null,
    },
    composeHash: parseHash32(info.compose_hash),
    node: {
      name: node?.name ?? null,
      region: node?.region ?? null,
      deviceId: node?.device_id ?? null,
      otherDeviceIds: (node?.device_ids ?? []).filter((id) => id !== node?.device_id),
      status: node?.status ?? null,
    },
    endpoints: info.endpoints ?? null,
    visibility: { publicLogs: info.public_logs, publicSysinfo: info.public_sysinfo, publicTcbinfo: info.public_tcbinfo },
    listed: info.listed,
    gatewayDomain: info.gateway?.base_domain ?? null,
    logUrls: { serial: logs?.serial ?? null, stdout: logs?.stdout ?? null, stderr: logs?.stderr ?? null },
    storageFs: info.storage_fs,
    managesEnv: info.managed_env,
    workspace: workspace && { id: workspace.id, name: workspace.name, slug: workspace.slug },
    creator: creator && { id: creator.id, username: creator.username },
    createdAt: info.created_at,
    scheduledDeleteAt: info.scheduled_delete_at,
  }
}
