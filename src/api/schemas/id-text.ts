import * as z from 'zod/mini'

/** Ids are opaque: numbers of the older API version become text. */
export const idText = z.pipe(z.union([z.string(), z.number()]), z.transform(String))
