import * as z from 'zod/mini'
import { idText, orNull } from './parts.ts'

export const anyId = orNull(idText)
export const flag = orNull(z.boolean())

const numeral = z.string().check(z.refine((written) => /^-?\d+(\.\d+)?$/.test(written), 'a number as text'))
export const number = orNull(z.pipe(z.union([z.number(), numeral]), z.transform(Number)))

/** An ISO time. One without a zone is UTC, as a Python server writes it. */
const timeText = z.pipe(
  z.string().check(z.refine((written) => !Number.isNaN(Date.parse(written)), 'a time')),
  z.transform((written) => (/T[\d:.]+$/.test(written) ? `${written}Z` : written)),
)
export const time = orNull(timeText)

/** Where `readAnswer` writes how many records of a list it left out; no server uses such a name. */
export const unreadKey = '#unread'
/** How many records of an answer that is a bare list were left out. */
export const unreadOf = (list: readonly unknown[]): number => (list as { [unreadKey]?: number })[unreadKey] ?? 0
export const unreadCount = z.pipe(
  z.optional(z.number()),
  z.transform((count) => count ?? 0),
)
