import { useSyncExternalStore } from 'react'
import { serverAhead } from '@/lib/server-time.ts'

const tickMs = 5_000
const listeners = new Set<() => void>()
let now = Date.now()
let timer: ReturnType<typeof setInterval> | undefined

function subscribe(listener: () => void) {
  listeners.add(listener)
  timer ??= setInterval(() => {
    if (document.hidden) return
    now = Date.now()
    for (const notify of listeners) notify()
  }, tickMs)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

function snapshot() {
  if (timer === undefined) now = Date.now() // nobody is ticking: the kept value may be old
  else if (Date.now() - now > 2 * tickMs) now = Date.now() // the tab was hidden
  return Math.floor(now / 1000) * 1000
}

/** The time in ms, renewed every 5 s for everyone who shows an age; one timer for the whole page. `by` the server's clock for what it dated. */
export function useNow(by?: 'server'): number {
  const ours = useSyncExternalStore(subscribe, snapshot)
  const ahead = useSyncExternalStore(serverAhead.subscribe, serverAhead.snapshot)
  return by ? ours + ahead : ours
}
