/** Time as the update engine sees it, so that tests can make waiting short without making it different. */
export interface Clock {
  now: () => Date
  /** Resolves after `ms`; rejects with the signal's reason as soon as it is aborted. */
  wait: (ms: number, signal?: AbortSignal) => Promise<void>
}

export const systemClock: Clock = {
  now: () => new Date(),
  wait: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason as Error)
      const onAbort = () => {
        clearTimeout(timer)
        reject(signal!.reason as Error) // only registered where there is a signal
      }
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', onAbort)
        resolve()
      }, ms)
      signal?.addEventListener('abort', onAbort, { once: true })
    }),
}
