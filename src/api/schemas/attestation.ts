import * as z from 'zod/mini'

/**
 * `GET /cvms/{id}/attestation`, as far as it is used: what the hardware signed and what belongs to it. The server's own words about it are
 * left out on purpose.
 */
export const attestationSchema = z.object({
  is_online: z.boolean(),
  is_public: z.optional(z.boolean()),
  app_certificates: z.nullish(z.array(z.object({ quote: z.nullish(z.string()), not_before: z.nullish(z.string()) }))),
  tcb_info: z.nullish(z.object({ event_log: z.array(z.unknown()), app_compose: z.string() })),
})

/** `GET /attestations/collateral/{checksum}`; read strictly where it is used. */
export const collateralSchema = z.looseObject({})
