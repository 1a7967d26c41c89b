import { browserStore } from '@/lib/storage.ts'

const key = 'cvm-console/reloaded-for-missing-part'
const onceInMs = 60_000

/**
 * After a deployment an open page may ask for a part that is no longer there: loading the page again gets the new one. Drafts are in web
 * storage and survive; a page with something to lose asks before it unloads. When that has just been tried the error is shown instead.
 */
export function reloadOnceForMissingChunk() {
  addEventListener('vite:preloadError', (event) => {
    // Without a network nothing newer could be loaded, and this page would be gone.
    if (!navigator.onLine) return
    const last = Number(browserStore.read(key) ?? 0)
    if (Date.now() - last < onceInMs) return
    event.preventDefault()
    browserStore.write(key, String(Date.now()))
    location.reload()
  })
}
