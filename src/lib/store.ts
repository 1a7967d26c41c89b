/** A value that changes, for whoever wants to know of it; made for `useSyncExternalStore`. */
export interface ReadableStore<Value> {
  /** The same value until something changes. */
  snapshot: () => Value
  /** Calls back after every change. Returns the way to stop. */
  subscribe: (listener: () => void) => () => void
}

export interface Store<Value> extends ReadableStore<Value> {
  set: (next: Value) => void
}

export function createStore<Value>(first: Value): Store<Value> {
  const listeners = new Set<() => void>()
  let value = first
  return {
    snapshot: () => value,
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    set(next) {
      if (Object.is(next, value)) return
      value = next
      for (const listener of listeners) listener()
    },
  }
}
