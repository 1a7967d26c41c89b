import { createStore } from './store.ts'

/** Name of the one part of a fragment that no address bar, history or storage may keep. */
export const secretName = 'secret'

const secretPart = new RegExp(`([#&])${secretName}=[^&]*(?:&|$)`)

/**
 * The secret that the address brought along, with what it came with: what stands behind the # without it. It lives in this page's memory
 * alone: a reload forgets it.
 */
export const secretFragment = createStore<{ secret: string; of: string } | null>(null)

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
  const [place, fields] = secretPart.test(hash)
    ? [pathname.replace(/.*\/finish\/?$/, '/finish') + search, hash]
    : repaired(pathname + search + hash)
  if (fields === null) return
  const secret = new URLSearchParams(fields.slice(1)).get(secretName)
  // Not the router's own version of it, which would look at the address first.
  History.prototype.replaceState.call(history, history.state, '', place + withoutPunctuation(fields.replace(secretPart, '$1')))
  secretFragment.set(secret ? { secret: withoutPunctuation(secret), of: location.hash } : null)
}

/** What stands behind a link in a sentence is not part of it. */
const withoutPunctuation = (text: string) => text.replace(/[\s.,;:!?)\]}>"'’”]+$/, '')

const decoded = (text: string) =>
  text.replace(/(?:%[\da-f]{2})+/gi, (bytes) => {
    try {
      return decodeURIComponent(bytes)
    } catch {
      return bytes
    }
  })

/**
 * A finisher link in the forms that mail filters, chats and scanners make of it: the # written as %23 or as ?, all of it encoded once or
 * more, & written as &amp;, or wrapped into another link. Of one that cannot be put right, the page alone is left, without its fields.
 */
function repaired(address: string): [place: string, fields: string | null] {
  let text = address
  for (let round = 0; round < 4; round++) {
    const fields = /.*\/finish\/?[#?](.*)/s.exec(text)?.[1]?.replaceAll('&amp;', '&')
    if (fields !== undefined && secretPart.test(`#${fields}`)) return ['/finish', `#${fields}`]
    text = decoded(text)
  }
  return ['/finish', new RegExp(`/finish\\b.*\\b${secretName}=`, 's').test(text) ? '' : null]
}
