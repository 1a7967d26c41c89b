import * as z from 'zod/mini'

/** Answer of `POST /cvms/batch-stop`. It names the rows that failed; which ones were skipped has to be looked up. */
export const batchStopSchema = z.pipe(
  z.looseObject({
    stopped: z.number(),
    skipped: z.number(),
    errors: z.nullish(z.array(z.looseObject({ cvm_id: z.string(), error: z.string() }))),
  }),
  z.transform(({ stopped, skipped, errors }) => ({
    stopped,
    skipped,
    errors: (errors ?? []).map(({ cvm_id, error }) => ({ cvmId: cvm_id, error })),
  })),
)

export type BatchStop = z.output<typeof batchStopSchema>
