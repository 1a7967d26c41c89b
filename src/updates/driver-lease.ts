/**
 * The right to drive one CVM's update, held by at most one tab. Without locks (insecure contexts) every tab holds it, and what two tabs
 * do is sorted out by the facts: both look before they send.
 */
export interface DriverLease {
  isHeld: () => boolean
  /** Resolves to whether this tab holds it now. `steal` takes it from the tab that has it. */
  take: (mode: 'if-free' | 'steal') => Promise<boolean>
  /** Calls back once, when the tab that holds it lets go. */
  takeWhenFree: (taken: () => void) => void
  release: () => void
}

export function createDriverLease(locks: LockManager | null, name: string, onLost: () => void): DriverLease {
  let letGo: (() => void) | null = null
  let waiting: AbortController | null = null

  /** Keeps the lock until `release`, or until another tab steals it, which rejects the request. */
  const hold = (taken: () => void) =>
    new Promise<void>((resolve) => {
      waiting?.abort()
      waiting = null
      letGo = resolve
      taken()
    })
  const lost = () => {
    if (!letGo) return
    letGo = null
    onLost()
  }

  return {
    isHeld: () => letGo !== null,
    take(mode) {
      if (letGo) return Promise.resolve(true)
      if (!locks) {
        letGo = () => {}
        return Promise.resolve(true)
      }
      return new Promise((resolve) => {
        locks
          .request(name, mode === 'steal' ? { steal: true } : { ifAvailable: true }, (lock) => {
            if (!lock) return resolve(false)
            return hold(() => resolve(true))
          })
          .catch(() => {
            lost()
            resolve(false)
          })
      })
    },
    takeWhenFree(taken) {
      if (!locks || waiting || letGo) return
      waiting = new AbortController()
      locks.request(name, { signal: waiting.signal }, () => hold(taken)).catch(lost)
    },
    release() {
      waiting?.abort()
      waiting = null
      letGo?.()
      letGo = null
    },
  }
}
