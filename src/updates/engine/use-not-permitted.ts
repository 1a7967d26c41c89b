import { useSyncExternalStore } from 'react'
import { writeRefusals } from '@/api/session/write-refusals.ts'

/** Why this key may not change this CVM, as far as the server has said so; `null` until it does. */
export function useNotPermitted(cvmId: string): string | null {
  const isRefused = useSyncExternalStore(writeRefusals.subscribe, () => writeRefusals.has(cvmId))
  return isRefused
    ? 'The server does not let this key change this CVM: it belongs to another workspace, is managed by a GPU rental, or its workspace is suspended. Sign in with another key, or reload the page to try again.'
    : null
}
