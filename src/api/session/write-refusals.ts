import { sessionState } from '@/lib/session-state.ts'
import { createStore } from '@/lib/store.ts'
import type { Endpoint } from '../endpoints.ts'
import { signedOut } from '../signed-out.ts'

const none: ReadonlySet<string> = new Set()
const state = sessionState(() => {
  const refused = createStore(none)
  signedOut.subscribe(() => {
    if (!signedOut.snapshot()) refused.set(none)
  })
  return refused
})

/**
 * CVMs that this session's key was not allowed to change (403), as the server said last. Buttons explain themselves by it in advance; the
 * server stays the judge, and is asked afresh after another key or a reload.
 */
export const writeRefusals = {
  subscribe: (listener: () => void) => state().subscribe(listener),
  has: (cvmId: string) => state().snapshot().has(cvmId),

  /** A write was answered with 403. It counts for a CVM itself; what has a route of its own may be refused on its own. */
  report(route: Endpoint, path?: Record<string, string>) {
    const cvmId = path?.['cvm_id']
    if (route === 'PATCH /api/v1/cvms/{cvm_id}' && cvmId !== undefined) state().set(new Set([...state().snapshot(), cvmId]))
  },
}
