import { createTextStore, type TextStore } from '@/lib/storage.ts'

/** For tests alone: the part of the platform's lock manager that the engine uses, for a runtime without one. */
export function lockManager(): LockManager {
  interface Held {
    lose: (reason: Error) => void
  }
  const held = new Map<string, Held>()
  const waiting = new Map<string, (() => void)[]>()
  async function request(name: string, options: LockOptions, granted: (lock: Lock | null) => unknown): Promise<unknown> {
    if (options.ifAvailable && held.has(name)) return granted(null)
    if (options.steal) held.get(name)?.lose(new DOMException('stolen', 'AbortError'))
    else if (held.has(name)) {
      await new Promise<void>((resolve, reject) => {
        const next = () => resolve()
        waiting.set(name, [...(waiting.get(name) ?? []), next])
        options.signal?.addEventListener('abort', () => {
          waiting.set(name, waiting.get(name)?.filter((one) => one !== next) ?? [])
          reject(new DOMException('given up', 'AbortError'))
        })
      })
    }
    let lose: Held['lose'] = () => {}
    const lost = new Promise<never>((_, reject) => {
      lose = reject
    })
    const mine: Held = { lose }
    held.set(name, mine)
    try {
      return await Promise.race([granted({ name, mode: 'exclusive' }), lost])
    } finally {
      if (held.get(name) === mine) {
        held.delete(name)
        waiting.get(name)?.shift()?.()
      }
    }
  }
  const query = async () => ({ held: [...held.keys()].map((name) => ({ name })), pending: [] })
  return { request, query } as unknown as LockManager
}

/** For tests alone: opens tabs, each with a store of its own over the same texts, which hears of the others' changes. */
export function openTabs(): () => TextStore {
  const texts = new Map<string, string>()
  const tabs: EventTarget[] = []
  return () => {
    const own = new EventTarget()
    const tell = (key: string) =>
      queueMicrotask(() => {
        for (const tab of tabs) if (tab !== own) tab.dispatchEvent(Object.assign(new Event('storage'), { key }))
      })
    tabs.push(own)
    const area = {
      getItem: (key: string) => texts.get(key) ?? null,
      setItem: (key: string, text: string) => {
        if (texts.get(key) === text) return
        texts.set(key, text)
        tell(key)
      },
      removeItem: (key: string) => {
        if (texts.delete(key)) tell(key)
      },
      key: (index: number) => [...texts.keys()][index] ?? null,
      get length() {
        return texts.size
      },
    } as unknown as Storage
    return createTextStore(area, own)
  }
}

/** For tests alone: two stores over the same texts; each hears of the other's changes as another tab's. */
export function twoTabs(): [TextStore, TextStore] {
  const open = openTabs()
  return [open(), open()]
}
