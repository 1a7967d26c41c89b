/** Small texts under keys, which survive a reload where the browser allows it and are shared by all tabs of this origin. */
export interface TextStore {
  /** False where the browser keeps nothing for us: then texts live as long as this tab. */
  readonly isPersistent: boolean
  read: (key: string) => string | null
  /** Whether it will survive a reload; it is readable in this tab either way. */
  write: (key: string, text: string) => boolean
  remove: (key: string) => void
  keys: (prefix: string) => string[]
  /** Calls back after every change, with the key, and whether another tab made it. Returns the way to stop. */
  subscribe: (listener: (key: string, fromOtherTab: boolean) => void) => () => void
}

/** Blocked cookies, private modes and policies make even touching `localStorage` throw. */
function usableArea(): Storage | null {
  try {
    const area = globalThis.localStorage
    const probe = 'cvm-console/probe'
    area.setItem(probe, '1')
    area.removeItem(probe)
    return area
  } catch {
    return null
  }
}

/**
 * A store over one storage area; `tabs` is where `storage` events of other tabs arrive. Never throws: what the area refuses (blocked,
 * full) is kept in memory and shadows the older text in the area, so that this tab always reads what it wrote last.
 */
export function createTextStore(area: Storage | null, tabs: EventTarget | null): TextStore {
  /** Only what the area refused; null marks a removal that it refused. */
  const unsaved = new Map<string, string | null>()
  const listeners = new Set<(key: string, fromOtherTab: boolean) => void>()
  const announce = (key: string, fromOtherTab: boolean) => {
    for (const listener of listeners) listener(key, fromOtherTab)
  }

  const attempt = (action: (area: Storage) => void): boolean => {
    try {
      if (area) action(area)
      return area !== null
    } catch {
      return false
    }
  }

  tabs?.addEventListener('storage', (event) => {
    const { key } = event as StorageEvent
    if (key !== null) announce(key, true)
  })

  return {
    isPersistent: area !== null,
    read(key) {
      if (unsaved.has(key)) return unsaved.get(key) ?? null
      try {
        return area?.getItem(key) ?? null
      } catch {
        return null
      }
    },
    write(key, text) {
      const saved = attempt((area) => area.setItem(key, text))
      if (saved) unsaved.delete(key)
      else unsaved.set(key, text)
      announce(key, false)
      return saved
    },
    remove(key) {
      if (attempt((area) => area.removeItem(key))) unsaved.delete(key)
      else if (area) unsaved.set(key, null)
      else unsaved.delete(key)
      announce(key, false)
    },
    keys(prefix) {
      const found = new Set<string>()
      attempt((area) => {
        for (let index = 0; index < area.length; index++) {
          const key = area.key(index)
          if (key?.startsWith(prefix)) found.add(key)
        }
      })
      for (const [key, text] of unsaved) {
        if (text === null) found.delete(key)
        else if (key.startsWith(prefix)) found.add(key)
      }
      return [...found].sort()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** The browser's own storage, shared by everything on this page. */
export const browserStore: TextStore = createTextStore(usableArea(), typeof window === 'undefined' ? null : window)
