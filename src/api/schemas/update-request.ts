import * as z from 'zod/mini'

const gpuConfigSchema = z.object({
  gpus: z.array(z.object({ slot: z.string(), product_id: z.optional(z.nullable(z.string())) })),
  attach_mode: z._default(z.enum(['listed', 'all']), 'listed'),
})

/**
 * Body of `PATCH /cvms/{id}`. Absent = keep; only present fields are applied. Memory in MB, disk in GB, timeout in seconds.
 * Unknown keys are tolerated, since the vendor's own client sends some.
 */
export const updateCvmRequestSchema = z.object({
  docker_compose_file: z.optional(z.nullable(z.string())),
  pre_launch_script: z.optional(z.nullable(z.string())),
  allowed_envs: z.optional(z.nullable(z.array(z.string()))),
  public_logs: z.optional(z.nullable(z.boolean())),
  public_sysinfo: z.optional(z.nullable(z.boolean())),
  public_tcbinfo: z.optional(z.nullable(z.boolean())),
  encrypted_env: z.optional(z.nullable(z.string().check(z.regex(/^(0x)?([0-9a-fA-F]{2})+$/, 'must be hex')))),
  user_config: z.optional(z.nullable(z.string())),
  gpus: z.optional(z.nullable(gpuConfigSchema)),
  vcpu: z.optional(z.nullable(z.int().check(z.minimum(1), z.maximum(256)))),
  memory: z.optional(z.nullable(z.int().check(z.minimum(1)))),
  disk_size: z.optional(z.nullable(z.int().check(z.minimum(1), z.maximum(20_000)))),
  image: z.optional(z.nullable(z.string())),
  shutdown_timeout: z.optional(z.nullable(z.int().check(z.minimum(10), z.maximum(1200)))),
  allow_force_stop: z.optional(z.boolean()),
})

export type UpdateCvmRequest = z.output<typeof updateCvmRequestSchema>

/** The 202 of an accepted update; without a correlation id it cannot be followed, so it is not understood. */
export const acceptedSchema = z.looseObject({ correlation_id: z.string().check(z.minLength(1)), status: z.nullish(z.string()) })

const saysNoChange = z.looseObject({ status: z.enum(['no_change', 'compose_unchanged']) })

/** The answer to an update: accepted with an id to follow, or since 2026-05 that there is nothing to change. */
export const updateAnswerSchema = z.union([
  z.pipe(
    acceptedSchema,
    z.transform(({ correlation_id }) => ({ correlationId: correlation_id })),
  ),
  z.pipe(
    saysNoChange,
    z.transform(() => ({ correlationId: null })),
  ),
])
