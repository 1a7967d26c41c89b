import * as z from 'zod/mini'
import type { CvmDetails } from '@/domain/cvm.ts'
import { cvmFromInfo, cvmInfoSchema } from './cvm-info.ts'
import { orNull, text } from './parts.ts'
import { anyId, flag, time } from './values.ts'

const node = { id: anyId, node_id: anyId, version: text, ppid: text }
const kms = { id: anyId, slug: text, url: text, version: text, rpc_endpoint: text, gateway_app_id: text, k256_pubkey: text }
const gateway = { cname: text }
const logs = { container_log_base: text }
const besides = {
  docker_compose_hash: text,
  pre_launch_script_hash: text,
  gateway_enabled: flag,
  secure_time: flag,
  syslog_endpoint: text,
  dapp_dashboard_url: text,
  services: orNull(z.array(z.looseObject({ name: text }))),
  project_id: anyId,
  project_type: text,
  deleted_at: time,
}

/** What no list is read for, of either shape. Each part may be missing. */
const detailsSchema = z.looseObject({
  ...besides,
  node_info: orNull(z.looseObject(node)),
  kms_info: orNull(z.looseObject(kms)),
  gateway: orNull(z.looseObject(gateway)),
  logs: orNull(z.looseObject(logs)),
})

const info = cvmInfoSchema.shape

/** One CVM in full, as `GET /cvms/{cvm_id}` answers in either shape. */
export const cvmInFullSchema = z.pipe(
  z.looseObject({
    ...info,
    ...besides,
    node_info: orNull(z.looseObject({ ...fieldsOf(info.node_info), ...node })),
    kms_info: orNull(z.looseObject({ ...fieldsOf(info.kms_info), ...kms })),
    gateway: orNull(z.looseObject({ ...fieldsOf(info.gateway), ...gateway })),
    logs: orNull(z.looseObject({ ...fieldsOf(info.logs), ...logs })),
  }),
  z.transform((answer) => ({ ...cvmFromInfo(answer), details: detailsFrom(answer) })),
)

/** What only API version 2025-10-28 says of a CVM: when it is to be deleted, its KMS by name and address, its project. */
export const cvmExtrasSchema = z.pipe(
  z.looseObject({ ...detailsSchema.shape, scheduled_delete_at: time }),
  z.transform((old) => ({
    kmsSlug: old.kms_info?.slug ?? null,
    scheduledDeleteAt: old.scheduled_delete_at,
    details: detailsFrom(old),
  })),
)

/** The fields of a block that may be missing. */
function fieldsOf<Shape extends z.core.$ZodShape>(block: {
  _zod: { def: { in: { _zod: { def: { innerType: { _zod: { def: { innerType: { shape: Shape } } } } } } } } }
}): Shape {
  return block._zod.def.in._zod.def.innerType._zod.def.innerType.shape
}

function detailsFrom(answer: z.output<typeof detailsSchema>): CvmDetails {
  const { node_info: on, kms_info: keys } = answer
  return {
    node: { id: on?.node_id ?? on?.id ?? null, version: on?.version ?? null, ppid: on?.ppid ?? null },
    kms: {
      id: keys?.id ?? null,
      slug: keys?.slug ?? null,
      url: keys?.url ?? null,
      version: keys?.version ?? null,
      rpcUrl: keys?.rpc_endpoint ?? null,
      gatewayAppId: keys?.gateway_app_id ?? null,
    },
    kmsSigningKey: keys?.k256_pubkey ?? null,
    composeFileHash: answer.docker_compose_hash,
    scriptHash: answer.pre_launch_script_hash,
    gateway: { isEnabled: answer.gateway_enabled, cname: answer.gateway?.cname ?? null },
    hasSecureTime: answer.secure_time,
    logUrls: { containers: answer.logs?.container_log_base ?? null, syslog: answer.syslog_endpoint },
    dashboardUrl: answer.dapp_dashboard_url,
    services: answer.services?.map(({ name }) => name) ?? null,
    project: { id: answer.project_id, type: answer.project_type },
    deletedAt: answer.deleted_at,
  }
}
