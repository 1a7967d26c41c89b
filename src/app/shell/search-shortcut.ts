const isMac = /^(?:Mac|iP)/.test(navigator.platform)

/** For people, and for `aria-keyshortcuts`. */
export const searchKeys = isMac ? { shown: '⌘K', spoken: 'Meta+K' } : { shown: 'Ctrl K', spoken: 'Control+K' }

/**
 * Whether these keys ask for the search. Only the platform's own modifier counts: on a Mac, Ctrl+K deletes to the end of the line in every
 * text field and in the code editor.
 */
export function asksForSearch(event: KeyboardEvent, onMac = isMac): boolean {
  const { ctrlKey, metaKey, shiftKey, altKey } = event
  if (shiftKey || altKey || ctrlKey === onMac || metaKey !== onMac) return false
  // On a keyboard without Latin letters the key is known by its place.
  return event.key.toLowerCase() === 'k' || (event.code === 'KeyK' && !/^[a-z]$/i.test(event.key))
}
