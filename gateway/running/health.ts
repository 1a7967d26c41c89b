/** Whether this gateway should be sent requests. */
export type Readiness = { isReady: true } | { isReady: false; why: string }

export interface Health {
  /** The upstream answered a request just now, whoever asked. */
  upstreamAnswered(): void
  /** From here on nothing new should come. */
  stop(): void
  readiness(): Promise<Readiness>
}

/** An answer is proof for this long. */
const lately = 30_000
/** However often somebody looks, the upstream is asked no more than once in this time. */
const askEvery = 5_000

/**
 * @param ask one cheap read of the upstream (or the start of the sandbox); resolves with whether it answered, and not with an error
 * @param now milliseconds of a clock that nobody sets: how long ago something was is all that is asked of it
 */
export function createHealth({ ask, now = () => performance.now() }: { ask: () => Promise<boolean>; now?: () => number }): Health {
  let answeredAt: number | null = null
  let isStopping = false
  let asked: { at: number; answer: Promise<boolean> } | null = null

  async function askNow(): Promise<boolean> {
    const at = now()
    if (!asked || at - asked.at >= askEvery) asked = { at, answer: ask().catch(() => false) }
    if (!(await asked.answer)) return false
    answeredAt = now()
    return true
  }

  return {
    upstreamAnswered() {
      answeredAt = now()
    },
    stop() {
      isStopping = true
    },
    async readiness() {
      if (isStopping) return { isReady: false, why: 'This gateway is being stopped.' }
      if (answeredAt !== null && now() - answeredAt < lately) return { isReady: true }
      return (await askNow()) ? { isReady: true } : { isReady: false, why: 'The upstream does not answer, or answers with an error.' }
    },
  }
}
