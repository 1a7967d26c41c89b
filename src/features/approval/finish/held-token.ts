import { secretFragment } from '@/lib/secret-fragment.ts'

const { snapshot, set } = secretFragment

/** The one-time token that a finisher link brought, or that was typed; in memory alone, see `secretFragment`. */
export const heldToken = {
  subscribe: secretFragment.subscribe,
  /** `null` unless it came with this: what stands behind the # without the token, or what `keep` was given. */
  readOf: (of: string) => (snapshot()?.of === of ? snapshot()!.secret : null),
  /** One that came out of a field, which is emptied. `of` names what it belongs to. */
  keep: (secret: string, of: string) => set({ secret, of }),
  /** This token was used, or is good for nothing any more. Another one that came meanwhile stays. */
  forget: (secret: string) => {
    if (snapshot()?.secret === secret) set(null)
  },
}
