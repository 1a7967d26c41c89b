import type { ReactNode } from 'react'
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

interface SupportDoorProps {
  open: boolean
  failure: ShownFailure
  onClose: () => void
}

/**
 * What a failure opens for whoever helps; `null` until the page has loaded it. What it shows comes from above these components, so it is
 * handed down to them.
 */
export const supportDoor = createStore<((props: SupportDoorProps) => ReactNode) | null>(null)
