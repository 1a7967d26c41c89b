import { useSyncExternalStore } from 'react'

/** The part of the address after the #, as it stands there: a router would decode it, and a link that was changed must not look whole. */
export const useFragment = () => useSyncExternalStore(subscribe, () => location.hash)

function subscribe(listener: () => void) {
  window.addEventListener('hashchange', listener)
  return () => window.removeEventListener('hashchange', listener)
}
