/** Name of the one part of a fragment that no address bar, history or storage may keep. */
export const secretName = 'secret'

const secretPart = new RegExp(`([#&])${secretName}=[^&]*(?:&|$)`)
const listeners = new Set<() => void>()
let secret: string | null = null

/** The secret that the address brought along. It lives in this page's memory alone: a reload forgets it. */
export const secretFragment = {
  subscribe: (listener: () => void) => {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  },
  read: () => secret,
  /** It was used, or is good for nothing any more. */
  forget() {
    secret = null
    for (const listener of listeners) listener()
  },
}

/**
 * Takes the secret out of the address, now and whenever a link is pasted over it. To be called before a router reads the address: routers
 * remember addresses, and one of them writes its scroll positions under them into session storage.
 */
export function keepSecretOutOfAddress() {
  takeSecret()
  window.addEventListener('popstate', takeSecret)
  window.addEventListener('hashchange', takeSecret)
}

function takeSecret() {
  const { pathname, search, hash } = location
  if (!secretPart.test(hash)) return
  secret = new URLSearchParams(hash.slice(1)).get(secretName)
  // Not the router's own version of it, which would look at the address first.
  History.prototype.replaceState.call(history, history.state, '', pathname + search + hash.replace(secretPart, '$1'))
  for (const listener of listeners) listener()
}
