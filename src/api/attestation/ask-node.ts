import * as z from 'zod/mini'
import { requestJson } from '@/api/http.ts'

/** Sends a batch of questions to a chain's node through the gateway, which lets reads pass alone. */
export const askNode =
  (chainId: number) =>
  (batch: unknown[]): Promise<unknown> =>
    requestJson('POST /rpc/{chain_id}', z.unknown(), { path: { chain_id: String(chainId) }, body: batch })
