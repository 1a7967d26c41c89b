import * as z from 'zod/mini'
import { idText } from './id-text.ts'

const current = z.pipe(
  z.looseObject({
    user: z.looseObject({ username: z.string(), role: z.nullish(z.string()), email: z.nullish(z.string()) }),
    workspace: z.nullish(z.looseObject({ id: idText, name: z.string(), slug: z.nullish(z.string()), role: z.nullish(z.string()) })),
  }),
  z.transform((me) => ({
    username: me.user.username,
    /** Platform admin. The server stays the judge of what an admin may do. */
    isAdmin: me.user.role === 'admin',
    workspace: me.workspace ? { id: me.workspace.id, name: me.workspace.name, slug: me.workspace.slug ?? null } : null,
  })),
)

/** Version 2025-10-28 is flat and has no role, so nobody is an admin there. */
const flat = z.pipe(
  z.looseObject({ username: z.string(), team_name: z.nullish(z.string()) }),
  z.transform((me) => ({
    username: me.username,
    isAdmin: false,
    workspace: me.team_name ? { id: me.team_name, name: me.team_name, slug: null } : null,
  })),
)

/** `GET /auth/me` in either version. */
export const accountSchema = z.union([current, flat])

export type Account = z.output<typeof accountSchema>
