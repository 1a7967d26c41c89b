type Listener = (text: string) => void

const listeners = new Set<Listener>()

/** Says something politely to screen readers, through the page's one `LiveRegion`. */
export function announce(text: string) {
  for (const listener of listeners) listener(text)
}

export function onAnnounce(listener: Listener) {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}
