import * as z from 'zod/mini'
import { type EditValues, type FieldName, fieldNames, fields, type WantedValues } from './fields.ts'

/** Edited values as records keep them: of the environment only names get here, since its values are no part of `EditValues`. */
const editValuesSchema = z.object(
  Object.fromEntries(fieldNames.map((name) => [name, fields[name].stored])) as unknown as {
    [Name in FieldName]: z.ZodMiniType<EditValues[Name]>
  },
)

/** The name of a field of the one table. */
export const fieldNameSchema = z.keyof(editValuesSchema)

export const wantedValuesSchema = z.pipe(
  z.partial(editValuesSchema),
  // `undefined` never comes out of JSON, but the types cannot know.
  z.transform((values) => values as WantedValues),
)
