import * as z from 'zod/mini'
import type { Cvm } from '@/domain/cvm.ts'
import { appContractOf, parseAppId, parseHash32 } from '@/domain/identifiers.ts'
import { idText } from './id-text.ts'

const text = z.nullish(z.string())
const number = z.nullish(z.number())
const flag = z.nullish(z.boolean())

const publicUrl = z.looseObject({ app: text, instance: text })

/** A CVM as API version 2026-01-21 and later writes it (list items and details). */
export const cvmInfoSchema = z.looseObject({
  id: idText,
  name: z.string(),
  app_id: text,
  vm_uuid: text,
  instance_id: text,
  status: z.string(),
  in_progress: flag,
  progress: z.nullish(z.looseObject({ target: text, started_at: text, correlation_id: text })),
  resource: z.looseObject({
    instance_type: text,
    vcpu: number,
    memory_in_gb: number,
    disk_in_gb: number,
    gpus: number,
    compute_billing_price: text,
    billing_period: text,
  }),
  node_info: z.nullish(z.looseObject({ name: text, region: text, device_id: text, status: text })),
  os: z.nullish(z.looseObject({ name: text, version: text, is_dev: flag, os_image_hash: text })),
  kms_type: text,
  kms_info: z.nullish(
    z.looseObject({
      chain_id: number,
      dstack_kms_address: text,
      dstack_app_address: text,
      deployer_address: text,
      encrypted_env_pubkey: text,
      slug: text,
    }),
  ),
  compose_hash: text,
  gateway: z.nullish(z.looseObject({ base_domain: text, cname: text })),
  logs: z.nullish(z.looseObject({ serial: text, stdout: text, stderr: text })),
  endpoints: z.nullish(z.array(publicUrl)),
  public_logs: flag,
  public_sysinfo: flag,
  public_tcbinfo: flag,
  listed: flag,
  storage_fs: text,
  workspace: z.nullish(z.looseObject({ id: idText, name: z.string(), slug: text })),
  creator: z.nullish(z.looseObject({ id: z.nullish(idText), username: text })),
  created_at: text,
})

type CvmInfo = z.output<typeof cvmInfoSchema>

/** The console's view of a `CvmInfo`. Visibility defaults follow the API's: logs and sysinfo private, TCB info public. */
export function cvmFromInfo(info: CvmInfo): Cvm {
  const kms = info.kms_info
  return {
    id: info.id,
    name: info.name,
    appId: parseAppId(info.app_id),
    vmUuid: info.vm_uuid ?? null,
    instanceId: info.instance_id || null,
    status: info.status,
    inProgress: info.in_progress ?? false,
    progress: info.progress
      ? {
          target: info.progress.target ?? null,
          startedAt: info.progress.started_at ?? null,
          correlationId: info.progress.correlation_id ?? null,
        }
      : null,
    resources: {
      instanceType: info.resource.instance_type ?? null,
      vcpu: info.resource.vcpu ?? null,
      memoryGb: info.resource.memory_in_gb ?? null,
      diskGb: info.resource.disk_in_gb ?? null,
      gpuCount: info.resource.gpus ?? null,
      price: info.resource.compute_billing_price ?? null,
      billingPeriod: info.resource.billing_period ?? null,
    },
    os: {
      name: info.os?.name ?? null,
      version: info.os?.version ?? null,
      isDev: info.os?.is_dev ?? null,
      imageHash: info.os?.os_image_hash ?? null,
    },
    kms: {
      type: info.kms_type ?? null,
      chainId: kms?.chain_id ?? null,
      kmsContract: appContractOf(kms?.dstack_kms_address),
      reportedAppContract: appContractOf(kms?.dstack_app_address),
      deployer: appContractOf(kms?.deployer_address),
      envPublicKey: parseHash32(kms?.encrypted_env_pubkey),
      slug: kms?.slug ?? null,
    },
    composeHash: parseHash32(info.compose_hash),
    node: {
      name: info.node_info?.name ?? null,
      region: info.node_info?.region ?? null,
      deviceId: info.node_info?.device_id ?? null,
      status: info.node_info?.status ?? null,
    },
    endpoints: (info.endpoints ?? []).map((url) => ({ app: url.app ?? null, instance: url.instance ?? null })),
    visibility: {
      publicLogs: info.public_logs ?? false,
      publicSysinfo: info.public_sysinfo ?? false,
      publicTcbinfo: info.public_tcbinfo ?? true,
    },
    listed: info.listed ?? false,
    gatewayDomain: info.gateway?.base_domain ?? null,
    logUrls: { serial: info.logs?.serial ?? null, stdout: info.logs?.stdout ?? null, stderr: info.logs?.stderr ?? null },
    storageFs: info.storage_fs ?? null,
    workspace: info.workspace ? { id: info.workspace.id, name: info.workspace.name, slug: info.workspace.slug ?? null } : null,
    creator: info.creator ? { id: info.creator.id ?? null, username: info.creator.username ?? null } : null,
    createdAt: info.created_at ?? null,
    scheduledDeleteAt: null,
  }
}
