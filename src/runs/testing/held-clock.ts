import type { Clock } from '@/lib/clock.ts'

export interface HeldClock extends Clock {
  /** Lets time pass, and whoever waited for it go on. */
  pass: (ms: number) => Promise<void>
  /** How many waits are under way. */
  waits: () => number
}

/** For tests alone: a clock that stands still until it is told that time passes. */
export function createHeldClock(start: string): HeldClock {
  let now = Date.parse(start)
  const waits = new Set<{ until: number; isOver: () => void }>()
  return {
    now: () => new Date(now),
    wait: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason as Error)
        const wait = { until: now + ms, isOver: resolve }
        waits.add(wait)
        signal?.addEventListener('abort', () => {
          waits.delete(wait)
          reject(signal.reason as Error)
        })
      }),
    async pass(ms) {
      now += ms
      for (const wait of waits) {
        if (wait.until > now) continue
        waits.delete(wait)
        wait.isOver()
      }
      // Whoever was woken goes as far as to the next wait.
      await new Promise((resolve) => setTimeout(resolve))
    },
    waits: () => waits.size,
  }
}
