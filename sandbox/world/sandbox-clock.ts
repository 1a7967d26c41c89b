interface Timer {
  dueAt: number
  run: () => void | Promise<void>
}

/**
 * The sandbox's time: the machine's, plus whatever `advance` added. Everything that waits in the sandbox waits on this clock, so a test can
 * let fourteen days pass at once, and every step in between happens in its order.
 */
export class SandboxClock {
  #aheadMs = 0
  #timers: Timer[] = []
  #alarm: NodeJS.Timeout | undefined
  #turn: Promise<unknown> = Promise.resolve()

  now = () => Date.now() + this.#aheadMs

  iso = (at = this.now()) => new Date(at).toISOString()

  /** Runs `run` once, `seconds` from now. Returns how to call it off. */
  after(seconds: number, run: Timer['run']): () => void {
    const timer = { dueAt: this.now() + seconds * 1000, run }
    this.#timers.push(timer)
    this.#setAlarm()
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer)
      this.#setAlarm()
    }
  }

  /** Lets time pass at once; resolves when everything that fell due has been done. */
  advance(seconds: number): Promise<void> {
    return this.#inTurn(async () => {
      const until = this.now() + seconds * 1000
      for (let timer = this.#takeDue(until); timer; timer = this.#takeDue(until)) {
        this.#aheadMs += Math.max(0, timer.dueAt - this.now())
        await timer.run()
      }
      this.#aheadMs += Math.max(0, until - this.now())
      this.#setAlarm()
    })
  }

  /** Forgets everything that waits and goes back to the machine's time, or to one that differs from it by so much. */
  reset(aheadSeconds = 0) {
    this.#aheadMs = aheadSeconds * 1000
    this.#timers = []
    this.#setAlarm()
  }

  #takeDue(until: number): Timer | undefined {
    const earliest = this.#timers.toSorted((a, b) => a.dueAt - b.dueAt)[0]
    if (!earliest || earliest.dueAt > until) return undefined
    this.#timers = this.#timers.filter((timer) => timer !== earliest)
    return earliest
  }

  #setAlarm() {
    clearTimeout(this.#alarm)
    if (this.#timers.length === 0) return
    const wait = Math.min(...this.#timers.map((timer) => timer.dueAt)) - this.now()
    // A single timeout cannot reach further than about 24 days; it is set anew when it rings.
    this.#alarm = setTimeout(() => void this.#ring(), Math.min(Math.max(0, wait), 2 ** 31 - 1))
    this.#alarm.unref()
  }

  #ring(): Promise<void> {
    return this.#inTurn(async () => {
      for (let timer = this.#takeDue(this.now()); timer; timer = this.#takeDue(this.now())) await timer.run()
      this.#setAlarm()
    })
  }

  #inTurn(step: () => Promise<void>): Promise<void> {
    const turn = this.#turn.then(step)
    this.#turn = turn.catch(() => undefined)
    return turn
  }
}
