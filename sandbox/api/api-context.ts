import type { User } from '../world/world.ts'

/** What handlers find beside the request. */
export interface ApiContext {
  Variables: { user: User }
}
