import * as z from 'zod/mini'

// What answers are made of. Each part takes what the vendor has written for it at one time or another, and nothing that only looks alike.

/** Absent and `null` are the same: not reported. */
export const orNull = <Schema extends z.core.$ZodType>(schema: Schema) => z._default(z.nullable(schema), () => null)

const numeral = z.string().check(z.regex(/^-?\d+(\.\d+)?$/))

/** Ids are opaque, and prices are kept as they were written: numbers become text. */
export const idText = z.pipe(z.union([z.string(), z.number()]), z.transform(String))
export const text = orNull(z.string())
export const anyId = orNull(idText)
export const flag = orNull(z.boolean())
export const number = orNull(z.pipe(z.union([z.number(), numeral]), z.transform(Number)))

/** An ISO time. One without a zone is UTC, as a Python server writes it. */
const timeText = z.pipe(
  z.string().check(z.refine((written) => !Number.isNaN(Date.parse(written)), 'a time')),
  z.transform((written) => (/T[\d:.]+$/.test(written) ? `${written}Z` : written)),
)
export const time = orNull(timeText)

/** Where `readAnswer` writes how many records of a list it left out; no server uses such a name. */
export const unreadKey = '#unread'
export const unreadCount = z._default(z.number(), 0)
