import * as z from 'zod/mini'

const detailSchema = z.looseObject({ field: z.nullish(z.string()), value: z.optional(z.unknown()), message: z.nullish(z.string()) })

/** Structured error: at top level or under `detail`. */
export const structuredErrorSchema = z.looseObject({
  error_code: z.nullish(z.string()),
  message: z.string(),
  details: z.nullish(z.array(detailSchema)),
  suggestions: z.nullish(z.array(z.string())),
  links: z.nullish(z.array(z.looseObject({ url: z.string(), label: z.nullish(z.string()) }))),
  request_id: z.nullish(z.string()),
})

/** FastAPI's 422. */
export const validationErrorSchema = z.looseObject({
  detail: z.array(z.looseObject({ loc: z.array(z.union([z.string(), z.number()])), msg: z.string(), type: z.nullish(z.string()) })),
})

export const plainErrorSchema = z.looseObject({ detail: z.string() })
