import * as z from 'zod/mini'
import { needed } from './parts.ts'

/**
 * The dstack manifest that is hashed and measured. Unknown keys are part of it and are kept, and nothing is added to it. One of which a
 * part cannot be read is not read at all: the rest would state a file without names or without a script, which is another one.
 */
export const appComposeSchema = z.looseObject({
  name: needed(z.nullish(z.string())),
  runner: needed(z.nullish(z.string())),
  docker_compose_file: needed(z.nullish(z.string())),
  pre_launch_script: needed(z.nullish(z.string())),
  allowed_envs: needed(z.nullish(z.array(z.string()))),
  public_logs: needed(z.nullish(z.boolean())),
  public_sysinfo: needed(z.nullish(z.boolean())),
  public_tcbinfo: needed(z.nullish(z.boolean())),
})

export type AppCompose = z.output<typeof appComposeSchema>
