import { signedOut } from './signed-out.ts'

/**
 * CVMs that this session's key was not allowed to change (403), as the server said last. Buttons explain themselves by it in advance; the
 * server stays the judge, and is asked afresh after another key or a reload.
 */
const refused = new Set<string>()
const listeners = new Set<() => void>()

const notify = () => {
  for (const listener of listeners) listener()
}

signedOut.subscribe(() => {
  if (signedOut.snapshot() || refused.size === 0) return
  refused.clear()
  notify()
})

export const writeRefusals = {
  subscribe: (listener: () => void) => {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  },
  has: (cvmId: string) => refused.has(cvmId),

  /** A write to this path was answered with 403. It counts for a CVM itself; what has a path of its own may be refused on its own. */
  report(path: string) {
    const encoded = /^\/api\/v1\/cvms\/([^/?]+)$/.exec(path)?.[1]
    if (encoded === undefined) return
    refused.add(decodeURIComponent(encoded))
    notify()
  },
}
