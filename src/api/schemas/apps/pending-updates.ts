import * as z from 'zod/mini'
import { flag, unreadCount, unreadKey } from '../values.ts'

/** `GET /apps/{app_id}/pending-updates`: what was prepared for the CVMs of an app and not applied yet. */
export const pendingUpdatesSchema = z.pipe(
  z.looseObject({
    items: z.array(z.looseObject({ vm_uuid: z.string(), compose_hash: z.string(), on_chain: flag, instance_name: z.nullish(z.string()) })),
    [unreadKey]: unreadCount,
  }),
  z.transform(({ items, [unreadKey]: unreadable }) => ({ items, unreadable })),
)

export type PendingUpdate = z.output<typeof pendingUpdatesSchema>['items'][number]

const text = z.nullish(z.string())

/** What a prepared update changes, as far as the server shows it: the two long texts. `null` where a text is not reported. */
export const pendingPreviewSchema = z.pipe(
  z.looseObject({
    current_docker_compose: text,
    pending_docker_compose: text,
    current_pre_launch_script: text,
    pending_pre_launch_script: text,
  }),
  z.transform((preview) => ({
    composeFile: { before: preview.current_docker_compose ?? null, after: preview.pending_docker_compose ?? null },
    script: { before: preview.current_pre_launch_script ?? null, after: preview.pending_pre_launch_script ?? null },
  })),
)

export type PreparedText = z.output<typeof pendingPreviewSchema>['script']
