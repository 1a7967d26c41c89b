import * as z from 'zod/mini'
import type { Cvm } from '@/domain/cvm.ts'
import { cvmDetailOldSchema, cvmFromOldDetail } from './cvm-detail-old.ts'
import { cvmFromInfo, cvmInfoSchema } from './cvm-info.ts'

/** A CVM in whichever shape arrives: the newer one is known by its `resource` block. */
export const cvmSchema = z.union([
  z.pipe(cvmInfoSchema, z.transform(cvmFromInfo)),
  z.pipe(cvmDetailOldSchema, z.transform(cvmFromOldDetail)),
])

/** The list of 2025-10-28 wraps the CVM in `hosted`. */
const hostedCvmSchema = z.pipe(
  z.looseObject({
    hosted: z.looseObject({ id: z.nullish(z.string()), app_id: z.nullish(z.string()), instance_id: z.nullish(z.string()) }),
    name: z.string(),
    status: z.string(),
  }),
  z.transform((item): Cvm =>
    cvmFromOldDetail(
      cvmDetailOldSchema.parse({
        ...item,
        id: item.hosted.id ?? item.name,
        app_id: item.hosted.app_id,
        vm_uuid: item.hosted.id,
        instance_id: item.hosted.instance_id,
      }),
    ),
  ),
)

const listItemSchema = z.union([cvmSchema, hostedCvmSchema])

/**
 * One page of the list. An item that cannot be understood is counted, not fatal: one odd CVM must not hide a fleet.
 * `items` are parsed, `unreadable` says how many were not.
 */
export const cvmPageSchema = z.pipe(
  z.looseObject({ items: z.array(z.unknown()), total: z.number(), page: z.number(), page_size: z.number(), pages: z.number() }),
  z.transform((page) => {
    const parsed = page.items.map((item) => listItemSchema.safeParse(item))
    return {
      items: parsed.flatMap((result) => (result.success ? [result.data] : [])),
      unreadable: parsed.filter((result) => !result.success).length,
      total: page.total,
      page: page.page,
      pages: page.pages,
    }
  }),
)

export type CvmPage = z.output<typeof cvmPageSchema>
