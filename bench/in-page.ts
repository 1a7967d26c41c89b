import type { Page } from '@playwright/test'
import { median } from './measurement.ts'

/** What `installInPage` puts into every page. */
interface InPage {
  /** Time, since navigation began, of the first frame after which each expectation held. */
  seen: Record<string, number>
  watch(name: string, holds: () => boolean): void
  /** Measures from the next event of this type until the frame in which `read` gives something else has been painted. */
  arm(type: 'keydown' | 'click', read: () => unknown): void
  answer: Promise<number> | undefined
  longTasks: number[]
  /** From a key to the next frame, whatever that shows: what is called INP. In steps of 8 ms; what took less than 16 is not among them. */
  keyAnswers: number[]
  machineTask(): number
  /** Milliseconds between a worker's question and its answer, by the worker's script. */
  workers: { script: string; ms: number }[]
}
declare global {
  // oxlint-disable-next-line no-var -- what a declaration of a global needs
  var bench: InPage
}

/** Runs in the page before its own scripts. Must not refer to anything outside itself. */
function installInPage() {
  performance.setResourceTimingBufferSize(10_000)

  /** The frame that is being prepared now has been painted when a message posted from it arrives. */
  const afterPaint = () =>
    new Promise<number>((resolve) => {
      const { port1, port2 } = new MessageChannel()
      port1.addEventListener('message', () => resolve(performance.now()))
      port1.start()
      port2.postMessage(null)
    })
  const untilPainted = (holds: () => boolean) =>
    new Promise<number>((resolve) => {
      const look = () => {
        if (holds()) resolve(afterPaint())
        else requestAnimationFrame(look)
      }
      requestAnimationFrame(look)
    })

  const longTasks: number[] = []
  new PerformanceObserver((list) => longTasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask' })

  const keyAnswers: number[] = []
  new PerformanceObserver((list) => {
    for (const { name, duration } of list.getEntries()) if (name.startsWith('key')) keyAnswers.push(duration)
  }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit)

  const workers: InPage['workers'] = []
  globalThis.Worker = class extends Worker {
    constructor(script: string | URL, options?: WorkerOptions) {
      super(script, options)
      const sentAt: number[] = []
      const post = this.postMessage.bind(this)
      this.postMessage = (message: unknown) => {
        sentAt.push(performance.now())
        post(message)
      }
      this.addEventListener('message', () => workers.push({ script: String(script), ms: performance.now() - sentAt.shift()! }))
    }
  }

  /** Arithmetic, objects, text and sorting, in about the mix of an app. Returns how long it took. */
  const machineTask = () => {
    const startedAt = performance.now()
    let seed = 1
    const next = () => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0
      return seed
    }
    const rows = Array.from({ length: 40_000 }, () => ({ id: next().toString(16), size: next() % 1000 }))
    rows.sort((a, b) => a.size - b.size || (a.id < b.id ? -1 : 1))
    const bySize = new Map<number, string>()
    for (const { id, size } of rows) bySize.set(size, `${(bySize.get(size) ?? '').slice(-64)}${id}`)
    let sum = 0
    for (let round = 0; round < 3_000_000; round++) sum = (sum + (next() ^ round)) | 0
    return bySize.size > 0 && sum !== 0.5 ? performance.now() - startedAt : 0
  }

  globalThis.bench = {
    seen: {},
    watch(name, holds) {
      void untilPainted(holds).then((at) => {
        globalThis.bench.seen[name] = at
      })
    },
    arm(type, read) {
      const before = read()
      globalThis.bench.answer = new Promise((resolve) => {
        addEventListener(
          type,
          ({ timeStamp }) => void untilPainted(() => read() !== before).then((paintedAt) => resolve(paintedAt - timeStamp)),
          { capture: true, once: true },
        )
      })
    },
    answer: undefined,
    keyAnswers,
    longTasks,
    machineTask,
    workers,
  }
}

export const measureInside = (page: Page) => page.addInitScript(installInPage)

/** From the press to the painted frame in which what `read` gives in the page has changed. */
export async function toPaint(page: Page, type: 'keydown' | 'click', read: () => unknown, act: () => Promise<void>): Promise<number> {
  // As text, since a function cannot travel as an argument.
  await page.evaluate(`bench.arm('${type}', ${read.toString()})`)
  await act()
  return page.evaluate(() => globalThis.bench.answer!)
}

/** A fixed amount of work in this page, so that numbers of different machines can be compared. */
export async function machineBaseline(page: Page): Promise<{ what: string; value: number; values: number[] }> {
  const values: number[] = []
  for (let run = 0; run < 7; run++) values.push(await page.evaluate(() => globalThis.bench.machineTask()))
  return { what: 'machine’s task', value: median(values), values }
}
