import { createStore, type Store } from '@/lib/store.ts'

/** A store that does something only while somebody looks: `watch` runs with the first listener, and what it returns once the last has gone. */
export function createWatchedStore<Value>(first: Value, watch: () => () => void): Store<Value> {
  const store = createStore(first)
  let watchers = 0
  let stop = () => {}
  return {
    ...store,
    subscribe(listener) {
      const unsubscribe = store.subscribe(listener)
      watchers += 1
      if (watchers === 1) stop = watch()
      let isOver = false
      return () => {
        if (isOver) return
        isOver = true
        unsubscribe()
        watchers -= 1
        if (watchers === 0) stop()
      }
    },
  }
}
