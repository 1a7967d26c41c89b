import * as z from 'zod/mini'
import { kmsInfoSchema } from './kms.ts'
import { idText } from './parts.ts'

/** Keys of the manifest that an update of single fields cannot set. They are sent with the whole manifest around them. */
export const manifestKeysSchema = z.object({
  features: z.optional(z.array(z.string())),
  secure_time: z.optional(z.boolean()),
  no_instance_id: z.optional(z.boolean()),
  storage_fs: z.optional(z.nullable(z.enum(['zfs', 'ext4']))),
  kms_enabled: z.optional(z.boolean()),
  gateway_enabled: z.optional(z.boolean()),
  tproxy_enabled: z.optional(z.boolean()),
  local_key_provider_enabled: z.optional(z.boolean()),
  default_gateway_domain: z.optional(z.nullable(z.string())),
})

export type ManifestKeys = z.output<typeof manifestKeysSchema>

/** Body of `POST /cvms/{id}/compose_file/provision`: the manifest itself, flat, with one word about the environment beside its keys. */
export const provisionRequestSchema = z.looseObject({
  ...manifestKeysSchema.shape,
  name: z.string(),
  manifest_version: z.optional(z.int()),
  runner: z.optional(z.string()),
  docker_compose_file: z.optional(z.nullable(z.string())),
  bash_script: z.optional(z.nullable(z.string())),
  pre_launch_script: z.optional(z.nullable(z.string())),
  init_script: z.optional(z.nullable(z.string())),
  salt: z.optional(z.nullable(z.string())),
  allowed_envs: z.optional(z.array(z.string())),
  public_logs: z.optional(z.boolean()),
  public_sysinfo: z.optional(z.boolean()),
  public_tcbinfo: z.optional(z.boolean()),
  update_env_vars: z.optional(z.nullable(z.boolean())),
})

/** Body of `PATCH /cvms/{id}/compose_file`. The hash is all that names what was provisioned. */
export const commitComposeFileSchema = z.object({
  compose_hash: z.string(),
  encrypted_env: z.optional(z.nullable(z.string())),
  env_keys: z.optional(z.nullable(z.array(z.string()))),
  update_env_vars: z.optional(z.nullable(z.boolean())),
})

/** What the server makes of a provisioned manifest. */
export const provisionedSchema = z.looseObject({
  compose_hash: z.string(),
  app_id: z.nullish(idText),
  device_id: z.nullish(z.string()),
  kms_info: z.nullish(kmsInfoSchema),
  compose_hash_registered: z.nullish(z.boolean()),
})
