import type { SeenRequest } from './page-session.ts'

/** The last requests of one page session, for reports. It holds nothing that could name a CVM or a person. */
export interface RequestRing {
  add(seen: SeenRequest): void
  /** Oldest first. */
  entries(): readonly SeenRequest[]
}

/** @param capacity how many requests are kept; the oldest goes first */
export function createRequestRing(capacity = 40): RequestRing {
  let kept: readonly SeenRequest[] = []
  return {
    add(seen) {
      kept = [...kept, seen].slice(-capacity)
    },
    entries: () => kept,
  }
}
