import * as z from 'zod/mini'

/** The dstack manifest that is hashed and measured. Unknown keys are part of it and are kept, and nothing is added to it. */
export const appComposeSchema = z.looseObject({
  name: z.nullish(z.string()),
  runner: z.nullish(z.string()),
  docker_compose_file: z.nullish(z.string()),
  pre_launch_script: z.nullish(z.string()),
  allowed_envs: z.nullish(z.array(z.string())),
  public_logs: z.nullish(z.boolean()),
  public_sysinfo: z.nullish(z.boolean()),
  public_tcbinfo: z.nullish(z.boolean()),
})

export type AppCompose = z.output<typeof appComposeSchema>
