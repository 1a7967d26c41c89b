import { ApiError } from '@/api/api-error.ts'
import { needsSignIn } from '@/domain/failure.ts'
import { askAgain } from '@/runs/ask-again.ts'
import { longestWatchedMs, restMs } from '@/runs/pace.ts'
import { failureOf } from '../failure-of.ts'
import type { Failure } from '../update-machine.ts'
import type { UpdateWorld } from '../update-world.ts'
import type { EffectTools, ChainTools } from './effect-tools.ts'

/** The server's present time as early as it can be (ISO); `null` while no answer has told it. */
export function serverTime({ clock, serverClock }: UpdateWorld): string | null {
  const now = serverClock.toServer(clock.now().getTime())
  return now && new Date(now.earliest).toISOString()
}

const mostTries = 7

export const isTooMany = (error: unknown): error is ApiError => error instanceof ApiError && error.kind === 'too-many-requests'

/**
 * A write that was turned away unread is made again: after the wait that a 429 asks for, and as soon as a key was entered after a 401.
 * Everything else that goes wrong is thrown.
 */
export async function untilHeard<Answer>(tools: EffectTools, write: () => Promise<Answer>): Promise<Answer> {
  const { world, signal } = tools
  for (;;) {
    try {
      return await askAgain(
        () => {
          tools.apiTrouble(null)
          return write()
        },
        { clock: world.clock, signal, mayRepeat: isTooMany, tries: mostTries, longestMs: longestWatchedMs, waiting: sayUntilWhen(tools) },
      )
    } catch (error) {
      if (!(error instanceof ApiError && needsSignIn(error.kind))) throw error
      tools.apiTrouble(failureOf(error))
      await world.untilKeyAccepted()
      signal.throwIfAborted()
    }
  }
}

export const continuing = (error: unknown, until: Date): Failure => ({ ...failureOf(error), continuesAt: until.toISOString() })

const sayUntilWhen =
  ({ apiTrouble }: EffectTools) =>
  (until: Date, error: unknown) =>
    apiTrouble(continuing(error, until))

/** Looks at once and then every `everyMs`, until `look` calls `stop` or the state changes. */
export async function repeatedly(
  { world, signal }: Pick<ChainTools, 'world' | 'signal'>,
  everyMs: number,
  look: (stop: () => void) => Promise<void>,
): Promise<void> {
  let isOver = false
  const stop = () => {
    isOver = true
  }
  for (;;) {
    await look(stop)
    if (isOver) return
    await world.clock.wait(everyMs, signal)
  }
}

/** One read of the API; `null` when it failed, which is shown and tried again with the next look. */
export async function fromApi<Value>(tools: EffectTools, ask: () => Promise<Value>): Promise<Value | null> {
  try {
    const value = await ask()
    tools.apiTrouble(null)
    return value
  } catch (error) {
    tools.signal.throwIfAborted()
    if (isTooMany(error)) await restFromReading(tools, error)
    else tools.apiTrouble(failureOf(error))
    return null
  }
}

/** Nobody has to watch a read: it waits for as long as it is told to. */
async function restFromReading(tools: EffectTools, error: ApiError): Promise<void> {
  const { clock } = tools.world
  const ms = restMs(error.retryAfterSeconds, 0)
  sayUntilWhen(tools)(new Date(clock.now().getTime() + ms), error)
  await clock.wait(ms, tools.signal)
}

export async function lookUntilAnswered<Value>(tools: EffectTools, ask: () => Promise<Value>): Promise<Value | null> {
  let value: Value | null = null
  await repeatedly(tools, tools.world.pace.operationsMs, async (stop) => {
    const answer = await fromApi(tools, async () => ({ value: await ask() }))
    if (!answer) return
    value = answer.value
    stop()
  })
  return value
}
