import * as z from 'zod/mini'
import { cvmFromInfo, cvmInfoSchema } from './cvm-info.ts'
import { number, unreadCount, unreadKey } from './values.ts'

/** A CVM, in a list or alone. */
export const cvmSchema = z.pipe(cvmInfoSchema, z.transform(cvmFromInfo))

/** One page of the list. `unreadable` says how many of its items were left out, since one odd CVM must not hide a fleet. */
export const cvmPageSchema = z.pipe(
  z.looseObject({ items: z.array(cvmSchema), total: number, page: number, pages: number, [unreadKey]: unreadCount }),
  z.transform(({ items, total, pages, [unreadKey]: unreadable }) => ({ items, total, pages, unreadable })),
)

export type CvmPage = z.output<typeof cvmPageSchema>
