import { ApiError, mayPass } from '@/api/api-error.ts'
import { needsSignIn } from '@/domain/failure.ts'
import type { Clock } from '@/lib/clock.ts'
import { restMs } from '@/runs/pace.ts'

/** How many of many things are read at once. */
export const readsAtOnce = 4
const triesOfARead = 3

export type Asked<Answer> = { answer: Answer } | { error: unknown }

/**
 * Reads one thing for each of many items, a few at once, and tells of each as it is known; what fails keeps no other from being read. When
 * the server asks for fewer requests, all of them wait as long as it says. Ends early when the signal is aborted or a person has to sign in
 * again; what was not read then is not told. Never throws.
 */
export async function askMany<Item, Answer>(
  items: readonly Item[],
  ask: (item: Item, signal: AbortSignal) => Promise<Answer>,
  { clock, signal, tell }: { clock: Clock; signal: AbortSignal; tell: (item: Item, asked: Asked<Answer>) => void },
): Promise<void> {
  let at = 0
  let restUntil = 0
  let hasEnded = false

  const isOver = () => signal.aborted || hasEnded
  const rested = async () => {
    while (restUntil > clock.now().getTime() && !isOver()) {
      // oxlint-disable-next-line no-await-in-loop -- another read may have been told to wait longer
      await clock.wait(restUntil - clock.now().getTime(), signal).catch(() => {})
    }
  }

  async function askOne(item: Item): Promise<Asked<Answer> | null> {
    for (let attempt = 1; ; attempt++) {
      await rested()
      if (isOver()) return null
      try {
        return { answer: await ask(item, signal) }
      } catch (error) {
        if (signal.aborted) return null
        if (error instanceof ApiError && needsSignIn(error.kind)) {
          hasEnded = true
          return { error }
        }
        if (attempt === triesOfARead || !mayPass(error)) return { error }
        const { kind, retryAfterSeconds } = error as ApiError // what may pass is one
        const ms = restMs(retryAfterSeconds, attempt - 1)
        if (kind === 'too-many-requests') restUntil = Math.max(restUntil, clock.now().getTime() + ms)
        else await clock.wait(ms, signal).catch(() => {})
      }
    }
  }

  const worker = async () => {
    while (!isOver() && at < items.length) {
      const item = items[at++]!
      // oxlint-disable-next-line no-await-in-loop -- a few at once, one after another in each
      const asked = await askOne(item)
      if (asked && !signal.aborted) tell(item, asked)
    }
  }
  await Promise.all(Array.from({ length: readsAtOnce }, worker))
}
