import { isAnythingUnsaved } from '@/ui/layout/use-unsaved-work.ts'
import { browserStore } from '@/lib/storage.ts'

const mark = 'Missing part: '
const key = 'cvm-console/reloaded-for-missing-part'
const onceInMs = 60_000

/** A part that could not be loaded, since it is blocked or belongs to a deployment that is gone. Nothing that this page did wrong. */
interface MissingPart extends Error {
  /** Nothing that was typed or decided stood on the page when it was asked for. */
  losesNothing: boolean
}

export const isMissingPart = (error: unknown): error is MissingPart => error instanceof Error && error.message.startsWith(mark)

/** Tells missing parts from defects, and knows at that moment whether loading the page again would lose anything. */
export function watchMissingParts() {
  const typedInto = new Set<EventTarget>()
  addEventListener('input', ({ target }) => target && typedInto.add(target), true)
  const isTyped = () => [...typedInto].some((field) => (field as Node).isConnected)

  addEventListener('vite:preloadError', ({ payload }) => {
    // Known by the browser's own words the router would load the page again by itself, whatever is typed.
    payload.message = mark + payload.message
    Object.assign(payload, { losesNothing: !isTyped() && !isAnythingUnsaved() })
  })
}

/**
 * For a page that cannot be shown for want of a part: loading it again gets the new deployment. Once, and never over something typed. A part
 * that a page can do without has its own boundary, and is no reason for this.
 */
export function reloadOnceForMissingPart(error: unknown) {
  // Without a network nothing newer could be loaded, and this page would be gone.
  if (!isMissingPart(error) || !error.losesNothing || !navigator.onLine) return
  if (Date.now() - Number(browserStore.read(key) ?? 0) < onceInMs) return
  browserStore.write(key, String(Date.now()))
  location.reload()
}
