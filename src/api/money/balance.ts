import { queryOptions } from '@tanstack/react-query'
import * as z from 'zod/mini'
import { requestJson } from '@/api/http.ts'
import { orNull } from '@/api/schemas/parts.ts'
import { anyId, flag } from '@/api/schemas/values.ts'

/** `GET /auth/me`, read for what the workspace has and owes alone. Amounts are US dollars as the server wrote them. */
export const balanceSchema = z.pipe(
  z.looseObject({
    credits: orNull(z.looseObject({ balance: anyId, granted_balance: anyId, is_post_paid: flag, outstanding_amount: anyId })),
  }),
  z.transform(({ credits }) => ({
    balance: credits?.balance ?? null,
    granted: credits?.granted_balance ?? null,
    /** Billed afterwards: then the balance stops nothing. */
    isPostPaid: credits?.is_post_paid ?? null,
    outstanding: credits?.outstanding_amount ?? null,
  })),
)

export const balanceQuery = queryOptions({
  // Who is signed in is asked for by itself, with nothing of this.
  queryKey: ['account', 'balance'],
  queryFn: ({ signal }) => requestJson('GET /api/v1/auth/me', balanceSchema, { signal }),
  staleTime: 300_000,
  retry: false,
})
