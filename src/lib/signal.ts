/** A value that others may watch, in the form that React's `useSyncExternalStore` takes. Not told when it is set to what it was. */
export interface Signal<Value> {
  /** Returns how to stop listening. */
  subscribe: (listener: () => void) => () => void
  snapshot: () => Value
  set: (next: Value) => void
}

export function createSignal<Value>(value: Value): Signal<Value> {
  const listeners = new Set<() => void>()
  return {
    subscribe: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    snapshot: () => value,
    set(next) {
      if (next === value) return
      value = next
      for (const listener of listeners) listener()
    },
  }
}
