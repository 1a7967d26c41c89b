import * as z from 'zod/mini'
import type { Cvm } from '@/domain/cvm.ts'
import { appContractOf, parseAppId, parseHash32 } from '@/domain/identifiers.ts'
import { mbToGb } from '@/domain/units.ts'
import { idText } from './id-text.ts'

const text = z.nullish(z.string())
const number = z.nullish(z.number())
const flag = z.nullish(z.boolean())

/** Old details, provisioning and 465 bodies describe the KMS like this. */
export const kmsInfoSchema = z.looseObject({
  id: z.nullish(idText),
  slug: text,
  url: text,
  version: text,
  chain_id: number,
  kms_contract_address: text,
  gateway_app_id: text,
})

/** A CVM as API version 2025-10-28 writes its details. It alone has the KMS slug, scheduled deletion and dashboard URL. */
export const cvmDetailOldSchema = z.looseObject({
  id: idText,
  name: z.string(),
  status: z.string(),
  app_id: text,
  vm_uuid: text,
  instance_id: text,
  in_progress: flag,
  vcpu: number,
  memory: number,
  disk_size: number,
  instance_type: text,
  base_image: text,
  encrypted_env_pubkey: text,
  listed: flag,
  public_sysinfo: flag,
  public_logs: flag,
  public_tcbinfo: flag,
  teepod: z.nullish(z.looseObject({ name: text, region_identifier: text })),
  kms_info: z.nullish(kmsInfoSchema),
  contract_address: text,
  deployer_address: text,
  scheduled_delete_at: text,
  gateway_domain: text,
  public_urls: z.nullish(z.array(z.looseObject({ app: text, instance: text }))),
})

type CvmDetailOld = z.output<typeof cvmDetailOldSchema>

/** The console's view of the old shape; memory arrives in MB, disk in GB. */
export function cvmFromOldDetail(old: CvmDetailOld): Cvm {
  return {
    id: old.id,
    name: old.name,
    appId: parseAppId(old.app_id),
    vmUuid: old.vm_uuid ?? null,
    instanceId: old.instance_id || null,
    status: old.status,
    inProgress: old.in_progress ?? false,
    progress: null,
    resources: {
      instanceType: old.instance_type ?? null,
      vcpu: old.vcpu ?? null,
      memoryGb: old.memory == null ? null : mbToGb(old.memory),
      diskGb: old.disk_size ?? null,
      gpuCount: null,
      price: null,
      billingPeriod: null,
    },
    os: { name: old.base_image ?? null, version: null, isDev: null, imageHash: null },
    kms: {
      type: null,
      chainId: old.kms_info?.chain_id ?? null,
      kmsContract: appContractOf(old.kms_info?.kms_contract_address),
      reportedAppContract: appContractOf(old.contract_address),
      deployer: appContractOf(old.deployer_address),
      envPublicKey: parseHash32(old.encrypted_env_pubkey),
      slug: old.kms_info?.slug ?? null,
    },
    composeHash: null,
    node: { name: old.teepod?.name ?? null, region: old.teepod?.region_identifier ?? null, deviceId: null, status: null },
    endpoints: (old.public_urls ?? []).map((url) => ({ app: url.app ?? null, instance: url.instance ?? null })),
    visibility: {
      publicLogs: old.public_logs ?? false,
      publicSysinfo: old.public_sysinfo ?? false,
      publicTcbinfo: old.public_tcbinfo ?? true,
    },
    listed: old.listed ?? false,
    gatewayDomain: old.gateway_domain ?? null,
    logUrls: { serial: null, stdout: null, stderr: null },
    storageFs: null,
    workspace: null,
    creator: null,
    createdAt: null,
    scheduledDeleteAt: old.scheduled_delete_at ?? null,
  }
}
