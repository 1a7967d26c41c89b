import { createStore } from '@/lib/store.ts'

/** A failure as a notice shows it. */
export interface ShownFailure {
  /** The console's own words. */
  title: string
  /** Words of the server or of an error, which may name anything. */
  message: string | null
  /** Such as the method and the status; lines that nobody foresaw count as words. */
  details: string | null
  code: string | null
  requestId: string | null
}

/**
 * Opens the support details with a failure, for whoever helps; `null` until the page has loaded them. What they show comes from above these
 * components, so the way to them is handed down.
 */
export const supportDoor = createStore<((failure: ShownFailure) => void) | null>(null)
