import * as z from 'zod/mini'
import type { EditValues, WantedValues } from './fields.ts'

/** Edited values as records keep them. Environment values never get here: they are no part of `EditValues`. */
const editValuesSchema = z.object({
  vcpu: z.nullable(z.number()),
  memoryGb: z.nullable(z.number()),
  diskGb: z.nullable(z.number()),
  composeYaml: z.nullable(z.string()),
  preLaunchScript: z.nullable(z.string()),
  publicLogs: z.boolean(),
  publicSysinfo: z.boolean(),
  publicTcbinfo: z.boolean(),
  osImage: z.nullable(z.string()),
} satisfies { [Name in keyof EditValues]: z.core.$ZodType<EditValues[Name]> })

export const wantedValuesSchema = z.pipe(
  z.partial(editValuesSchema),
  // `undefined` never comes out of JSON, but the types cannot know.
  z.transform((values) => values as WantedValues),
)
