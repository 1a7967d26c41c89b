import * as z from 'zod/mini'
import type { EditValues, WantedValues } from './fields.ts'

/** Edited values as records keep them. Of the environment only names get here: its values are no part of `EditValues`. */
const editValuesSchema = z.object({
  vcpu: z.nullable(z.number()),
  memoryGb: z.nullable(z.number()),
  diskGb: z.nullable(z.number()),
  composeYaml: z.nullable(z.string()),
  preLaunchScript: z.nullable(z.string()),
  publicLogs: z.nullable(z.boolean()),
  publicSysinfo: z.nullable(z.boolean()),
  publicTcbinfo: z.nullable(z.boolean()),
  osImage: z.nullable(z.string()),
  gpus: z.nullable(
    z.union([
      z.number(),
      z.object({
        attachMode: z.enum(['listed', 'all']),
        gpus: z.array(z.object({ slot: z.string(), productId: z.nullable(z.string()) })),
      }),
    ]),
  ),
  userConfig: z.nullable(z.string()),
  shutdownTimeoutSeconds: z.nullable(z.union([z.number(), z.literal('keep')])),
  allowForceStop: z.boolean(),
  envNames: z.nullable(z.array(z.string())),
} satisfies { [Name in keyof EditValues]: z.core.$ZodType<EditValues[Name]> })

/** The name of a field of the one table. */
export const fieldNameSchema = z.keyof(editValuesSchema)

export const wantedValuesSchema = z.pipe(
  z.partial(editValuesSchema),
  // `undefined` never comes out of JSON, but the types cannot know.
  z.transform((values) => values as WantedValues),
)
