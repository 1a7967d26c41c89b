/**
 * The right to drive something, such as one CVM's update, held by at most one tab. Without locks (insecure contexts) every tab holds it, and what two tabs
 * do is sorted out by the facts: both look before they send.
 */
export interface Lease {
  isHeld: () => boolean
  /** Resolves to whether this tab holds it now, to the same for all who ask at once. `steal` takes it from the tab that has it. */
  take: (mode: 'if-free' | 'steal') => Promise<boolean>
  /** Calls back once, when the tab that holds it lets go. */
  takeWhenFree: (taken: () => void) => void
  release: () => void
}

export function createLease(locks: LockManager | null, name: string, onLost: () => void): Lease {
  /** Ends the present holding; its identity tells a stolen lock from one that was let go. */
  let letGo: (() => void) | null = null
  let waiting: AbortController | null = null
  /** A second request of this tab would find the first one in its way. */
  let taking: Promise<boolean> | null = null

  const stopWaiting = () => {
    waiting?.abort()
    waiting = null
  }

  /** Asks for the lock and keeps it until `release`, or until another tab steals it, which rejects the request. */
  function ask(options: LockOptions, answer: (isHeld: boolean) => void): void {
    let mine: (() => void) | null = null
    const lost = () => {
      if (mine !== null && letGo === mine) {
        letGo = null
        onLost()
      }
      answer(false)
    }
    locks!
      .request(name, options, (lock) => {
        if (!lock) return answer(false)
        return new Promise<void>((resolve) => {
          mine = resolve
          letGo = resolve
          stopWaiting()
          answer(true)
        })
      })
      .catch(lost)
  }

  return {
    isHeld: () => letGo !== null,
    take(mode) {
      if (letGo) return Promise.resolve(true)
      if (!locks) {
        letGo = () => {}
        return Promise.resolve(true)
      }
      if (mode === 'steal') return new Promise((resolve) => ask({ steal: true }, resolve))
      taking ??= new Promise<boolean>((resolve) => ask({ ifAvailable: true }, resolve)).finally(() => (taking = null))
      return taking
    },
    takeWhenFree(taken) {
      if (!locks || waiting || letGo) return
      waiting = new AbortController()
      ask({ signal: waiting.signal }, (isHeld) => {
        if (isHeld) taken()
      })
    },
    release() {
      stopWaiting()
      letGo?.()
      letGo = null
    },
  }
}
