import * as z from 'zod/mini'
import { idText, needed, orNull, text } from './parts.ts'

/** `GET /auth/me`. */
export const accountSchema = z.pipe(
  z.looseObject({
    user: z.looseObject({ username: z.string(), role: text }),
    // What is kept belongs to a workspace: one that cannot be read is not none.
    workspace: needed(orNull(z.looseObject({ id: idText, name: text, slug: text, billing_status: text }))),
  }),
  z.transform(({ user, workspace }) => ({
    username: user.username,
    /** Platform admin. The server stays the judge of what an admin may do. */
    isAdmin: user.role === 'admin',
    workspace: workspace && {
      id: workspace.id,
      name: workspace.name ?? workspace.id,
      slug: workspace.slug,
      /** `active`, `suspended` or `abandoned`: a server since 2026-05 says it, and refuses changes of what is not active. */
      billingStatus: workspace.billing_status,
    },
  })),
)

export type Account = z.output<typeof accountSchema>
