import { createStore, type Store } from '@/lib/store.ts'
import type { SessionPart } from '@/runs/session.ts'

/** CVMs that another page hands to the Instance IDs page: what was ticked in the fleet table, or what its filter shows. */
export interface OfferedScope {
  kind: 'selection' | 'filter'
  cvmIds: readonly string[]
}

/** Set it before going to the Instance IDs page. In memory only: a list of ids does not belong into an address. */
export const offeredScopePart: SessionPart<Store<OfferedScope | null>> = { make: () => createStore<OfferedScope | null>(null) }
