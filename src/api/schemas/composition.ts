import * as z from 'zod/mini'
import { unreadCount, unreadKey } from './values.ts'

const container = z.pipe(
  z.looseObject({
    id: z.string(),
    names: z.nullish(z.array(z.string())),
    image: z.nullish(z.string()),
    /** Seconds since the epoch. */
    created: z.nullish(z.number()),
    state: z.nullish(z.string()),
    status: z.nullish(z.string()),
    log_endpoint: z.nullish(z.string()),
  }),
  z.transform(({ id, names, image, created, state, status, log_endpoint }) => ({
    id,
    /** Docker writes a slash before a name. */
    name: names?.[0]?.replace(/^\//, '') || id.slice(0, 12),
    image: image ?? null,
    createdAt: created == null ? null : new Date(created * 1000),
    state: state ?? null,
    status: status ?? null,
    logUrl: log_endpoint ?? null,
  })),
)

export type Container = z.output<typeof container>

/** `GET /cvms/{id}/composition`: what runs inside. `containers` is null where the CVM could not be asked. */
export const compositionSchema = z.pipe(
  z.looseObject({
    is_online: z.nullish(z.boolean()),
    is_public: z.nullish(z.boolean()),
    error: z.nullish(z.string()),
    containers: z.nullish(z.array(container)),
    [unreadKey]: unreadCount,
  }),
  z.transform(({ is_online, error, containers, [unreadKey]: unreadable }) => ({
    isOnline: is_online ?? null,
    error: error ?? null,
    containers: containers ?? null,
    /** How many containers were left out, since their form is not known. */
    unreadable,
  })),
)
