import type { Page } from '@playwright/test'

/** An event of Chromium's trace format. Times are in microseconds; `tdur` is for how long its thread worked, rather than waited for a core. */
interface TraceEvent {
  name: string
  pid: number
  tid: number
  tdur?: number
  args: { name?: string }
}

const categories = ['__metadata', 'disabled-by-default-devtools.timeline']

/**
 * The longest task of the page's main thread while `act` runs, in milliseconds of work. What the machine's other programs took in between
 * does not count, so that the number speaks of the page alone. Only one can be measured at a time.
 */
export async function longestTask(page: Page, act: () => Promise<void>): Promise<number> {
  const browser = page.context().browser()! // Chromium, started by Playwright
  await browser.startTracing(page, { categories })
  await act()
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] }
  const thread = ({ pid, tid }: TraceEvent) => `${pid} ${tid}`
  const mainThreads = new Set(traceEvents.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain').map(thread))
  const tasks = traceEvents.filter((event) => event.name === 'RunTask' && mainThreads.has(thread(event)))
  return Math.max(0, ...tasks.map(({ tdur }) => (tdur ?? 0) / 1000))
}
