import * as z from 'zod/mini'
import { flag, unreadCount, unreadKey } from './values.ts'

/** `GET /apps/{app_id}/pending-updates`: what was prepared for the CVMs of an app and not applied yet. */
export const pendingUpdatesSchema = z.looseObject({
  items: z.array(z.looseObject({ vm_uuid: z.string(), compose_hash: z.string(), on_chain: flag })),
  [unreadKey]: unreadCount,
})

export type PendingUpdate = z.output<typeof pendingUpdatesSchema>['items'][number]
