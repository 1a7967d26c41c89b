import * as z from 'zod/mini'

// What answers are made of. Each part takes what the vendor has written for it at one time or another, and nothing that only looks alike.

/** Absent and `null` are the same: not reported. */
export const orNull = <Schema extends z.core.$ZodType>(schema: Schema) =>
  z.pipe(
    z.nullish(schema),
    z.transform((value) => value ?? null),
  )

/**
 * A field that the server may leave out, and that must not be passed over when it is odd: what it stands in is then not read at all, since
 * "none" would be a fact that nobody stated.
 */
export function needed<Schema extends z.core.$ZodType>(schema: Schema): Schema {
  Object.assign(schema._zod.def, { isNeeded: true })
  return schema
}

/** Ids are opaque, and prices are kept as they were written: numbers become text. */
export const idText = z.pipe(z.union([z.string(), z.number()]), z.transform(String))
export const text = orNull(z.string())
