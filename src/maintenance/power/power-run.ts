import { ApiError } from '@/api/api-error.ts'
import { maxIdsPerStop } from '@/api/batch-stop.ts'
import type { BatchStop } from '@/api/schemas/batch-stop.ts'
import type { CvmStatus } from '@/api/schemas/cvm-status.ts'
import { needsSignIn } from '@/domain/failure.ts'
import type { Clock } from '@/lib/clock.ts'
import { formatExactTime } from '@/lib/durations.ts'
import { askAgain } from '@/runs/ask-again.ts'
import { createSharedRest } from '@/runs/shared-rest.ts'
import { wordsOf } from '../reading/words-of.ts'
import { hasArrived, leftOutOf, type PowerAction, stateInWords } from './power-action.ts'
import { notSent, type PowerOutcome, type PowerTarget, waitingFor } from './power-outcome.ts'

export interface PowerTools {
  /** One request for 1 to 50 CVMs. */
  stopMany: (cvmIds: string[]) => Promise<BatchStop>
  /** One request for one CVM. */
  send: (cvmId: string, action: Exclude<PowerAction, 'stop'>) => Promise<unknown>
  /** Keyed by VM uuid; may be repeated without harm. */
  look: (vmUuids: string[]) => Promise<Record<string, CvmStatus>>
  /** Whether an operation of this action is on record that began since the run did; `null` where the records do not tell. May be repeated. */
  hasBegun: (cvmId: string, action: PowerAction) => Promise<boolean | null>
  tell: (outcomes: ReadonlyMap<string, PowerOutcome>) => void
  clock: Clock
  /** Once aborted, nothing more is sent; what was sent is still looked up. */
  signal: AbortSignal
}

/** How many CVMs are asked at once where each takes a request of its own. */
export const requestsAtOnce = 4
const triesOfALook = 4
const triesWhenBusy = 6
/** A request whose answer was lost may still be worked on. */
const secondLookMs = 2_000

const isLost = (error: unknown) => error instanceof ApiError && error.isUncertain && error.kind !== 'not-offered'
const isTooMany = (error: unknown) => error instanceof ApiError && error.kind === 'too-many-requests'

/** After these, no other request of this run can succeed until a person does something. One CVM alone may be refused for its own sake. */
const endsTheRun = (error: unknown, action: PowerAction) =>
  !(error instanceof ApiError) ||
  needsSignIn(error.kind) ||
  ['not-offered', 'unreachable', ...(action === 'stop' ? ['not-permitted'] : [])].includes(error.kind)

const youEnded = 'You ended the run before it was sent.'

/**
 * Starts, restarts, shuts down or stops CVMs. A stop goes out 50 CVMs a request, one request after the other; the others are one request a
 * CVM, four at a time. Each CVM is looked at before it is sent, so that nothing goes out for one of which the action is not possible. An
 * answer that was lost is looked up; no request is repeated by itself but one that was refused for being too many, and then all of them
 * wait for as long as the server asks. Every target ends with exactly one outcome; never throws.
 */
export async function runPower(action: PowerAction, targets: readonly PowerTarget[], tools: PowerTools): Promise<void> {
  const work = createWork(action, tools)
  for (const chunk of chunksOf(targets)) await work.carryOut(chunk)
}

/** Finds out, without sending anything, what became of targets that may have been part of a request whose answer nobody saw. Never throws. */
export async function lookAfter(action: PowerAction, targets: readonly PowerTarget[], tools: PowerTools): Promise<void> {
  const work = createWork(action, tools)
  for (const chunk of chunksOf(targets)) await work.lookUp(chunk)
}

const chunksOf = (targets: readonly PowerTarget[]) =>
  Array.from({ length: Math.ceil(targets.length / maxIdsPerStop) }, (_, n) => targets.slice(n * maxIdsPerStop, (n + 1) * maxIdsPerStop))

/** What a request is for, as far as what its rows are called while the server asks to wait, and afterwards. */
type Purpose = 'look-before' | 'send' | 'look-after'

/** Refused for being too many, a request was not processed: until it goes out again its rows only wait. */
const kindsOf: Record<Purpose, { meanwhile: 'waiting' | 'sending'; afterwards: 'waiting' | 'sending' }> = {
  'look-before': { meanwhile: 'waiting', afterwards: 'waiting' },
  send: { meanwhile: 'waiting', afterwards: 'sending' },
  'look-after': { meanwhile: 'sending', afterwards: 'sending' },
}

/** Told in place of an answer: the run had ended before the request was made. */
class NotAsked extends Error {
  override name = 'NotAsked'
}

function createWork(action: PowerAction, tools: PowerTools) {
  const { clock, signal, tell } = tools
  /** Why nothing more is sent; once it is set, it stays. */
  let whyEnded: string | null = null
  const rest = createSharedRest(clock, isTooMany)

  const hasEnded = () => {
    if (signal.aborted) whyEnded ??= youEnded
    return whyEnded !== null
  }
  const tellAll = (some: readonly PowerTarget[], outcome: (target: PowerTarget) => PowerOutcome) =>
    tell(new Map(some.map((target) => [target.id, outcome(target)])))

  const kindOf = (target: PowerTarget, kind: 'waiting' | 'sending', why?: string): PowerOutcome =>
    kind === 'waiting' ? waitingFor(target, why) : { kind, ...(why ? { detail: why } : {}) }

  /**
   * Makes a request, again after the wait that the server asks for. Nothing is sent, or read in order to send, once the run has ended: then
   * it rejects with `NotAsked`. What was sent is looked up even so, only not after a wait.
   */
  async function patiently<Answer>(
    request: () => Promise<Answer>,
    {
      tries,
      mayRepeat,
      rows,
      purpose,
    }: { tries: number; mayRepeat: (error: unknown) => boolean; rows: readonly PowerTarget[]; purpose: Purpose },
  ): Promise<Answer> {
    const { meanwhile, afterwards } = kindsOf[purpose]
    const ask = () => {
      if (purpose !== 'look-after' && hasEnded()) throw new NotAsked(whyEnded!) // it has
      return request()
    }
    try {
      return await askAgain(async () => ask(), {
        clock,
        signal,
        tries,
        mayRepeat,
        longestMs: Infinity,
        rest,
        waiting(until, error) {
          if (isTooMany(error)) tellAll(rows, (row) => kindOf(row, meanwhile, `Phala Cloud asks to wait until ${formatExactTime(until)}.`))
        },
        goingOn: () => tellAll(rows, (row) => kindOf(row, afterwards)),
      })
    } catch (error) {
      if (!signal.aborted || error !== signal.reason) throw error
      whyEnded ??= endedWhileWaiting
      throw new NotAsked(whyEnded)
    }
  }

  async function lookAt(some: readonly PowerTarget[], purpose: Purpose): Promise<Record<string, CvmStatus>> {
    const vmUuids = some.flatMap(({ vmUuid }) => (vmUuid === null ? [] : [vmUuid]))
    if (vmUuids.length === 0) return {}
    return patiently(() => tools.look(vmUuids), {
      tries: triesOfALook,
      mayRepeat: (error) => isTooMany(error) || isLost(error),
      rows: some,
      purpose,
    })
  }

  /** What is true of a CVM without sending anything for it; null when it has to be sent. */
  function withoutRequest({ vmUuid, wasUncertain }: PowerTarget, before: Record<string, CvmStatus>): PowerOutcome | null {
    if (vmUuid === null) return { kind: 'skipped', detail: 'It has no VM yet.' }
    const status = before[vmUuid]
    if (!status) return { kind: 'error', detail: 'Not sent: the server does not know it, or not for this key.' }
    if (wasUncertain && hasArrived(action, status)) return reached
    const reason = leftOutOf(action, status)
    return reason === null ? null : { kind: 'skipped', detail: reason }
  }

  const tellNotSent = (some: readonly PowerTarget[], why: string): null => {
    tellAll(some, (target) => notSent(target, why))
    return null
  }

  /** Looks at CVMs of which a request is to go out. Null where they could not be looked at, which is told already. */
  async function lookBefore(chunk: readonly PowerTarget[]): Promise<PowerTarget[] | null> {
    let before: Record<string, CvmStatus>
    try {
      before = await lookAt(chunk, 'look-before')
    } catch (error) {
      if (error instanceof NotAsked) return tellNotSent(chunk, error.message)
      const detail = `Nothing was sent, because its state could not be read first. ${wordsOf(error)}`
      tellAll(chunk, ({ wasUncertain }) => ({ kind: wasUncertain ? 'unknown' : 'not-sent', detail }))
      if (endsTheRun(error, action)) whyEnded ??= wordsOf(error)
      return null
    }
    const known = new Map(chunk.map((target) => [target.id, withoutRequest(target, before)]))
    tell(new Map([...known].flatMap(([id, outcome]) => (outcome ? [[id, outcome] as const] : []))))
    return chunk.filter(({ id }) => known.get(id) === null)
  }

  async function carryOut(chunk: readonly PowerTarget[]): Promise<void> {
    if (hasEnded()) return void tellNotSent(chunk, whyEnded!) // it has
    return action === 'stop' ? stopTogether(chunk) : sendEach(chunk, action)
  }

  async function stopTogether(chunk: readonly PowerTarget[]): Promise<void> {
    const sent = await lookBefore(chunk)
    if (!sent || sent.length === 0) return
    // Told before it is sent, and on record by then.
    if (!hasEnded()) tellAll(sent, () => ({ kind: 'sending' }))
    let answer: BatchStop | null = null
    let lostBy: unknown = null
    try {
      const ids = sent.map(({ id }) => id)
      answer = await patiently(() => tools.stopMany(ids), { tries: triesWhenBusy, mayRepeat: isTooMany, rows: sent, purpose: 'send' })
    } catch (error) {
      if (error instanceof NotAsked) return void tellNotSent(sent, error.message)
      if (!isLost(error)) {
        if (endsTheRun(error, action)) whyEnded ??= wordsOf(error)
        return tellAll(sent, () => ({ kind: 'error', detail: wordsOf(error) }))
      }
      lostBy = error
    }
    return tellWhatCameOfStop(sent, answer, lostBy)
  }

  async function tellWhatCameOfStop(sent: readonly PowerTarget[], answer: BatchStop | null, lostBy: unknown): Promise<void> {
    const failed = new Map(answer?.errors.map(({ cvmId, error }) => [cvmId, error]))
    const isAllAccepted = answer !== null && answer.skipped === 0 && answer.stopped === sent.length - failed.size
    let after: Record<string, CvmStatus> | null = null
    const hasGoneDown = ({ vmUuid }: PowerTarget) => {
      const status = after?.[vmUuid ?? '']
      return status !== undefined && hasArrived('stop', status)
    }
    try {
      after = await lookAt(sent, 'look-after')
      if (answer === null && !sent.every(hasGoneDown)) {
        await clock.wait(secondLookMs)
        after = await lookAt(sent, 'look-after')
      }
    } catch (error) {
      if (endsTheRun(error, action)) whyEnded ??= noUsableAnswer
    }
    tellAll(sent, (target) => {
      const error = failed.get(target.id)
      if (error !== undefined) return { kind: 'error', detail: error }
      if (isAllAccepted || hasGoneDown(target)) return { kind: 'accepted' }
      const now = after?.[target.vmUuid ?? '']
      if (answer === null) return now ? lostAndNotDone(lostBy, `it is ${stateInWords(now)}`) : lostAndUnread
      if (!now) return { kind: 'unknown', detail: 'The server skipped some of this request, and this one’s state could not be read.' }
      return {
        kind: 'skipped',
        detail: now.inProgress ? 'Another operation has begun on it.' : `The server left it out; it is ${stateInWords(now)}.`,
      }
    })
  }

  async function sendEach(chunk: readonly PowerTarget[], each: Exclude<PowerAction, 'stop'>): Promise<void> {
    const waiting = await lookBefore(chunk)
    if (!waiting || waiting.length === 0) return
    const sent: PowerTarget[] = []
    const worker = async () => {
      /** Told together with the next row, since every telling goes on record. */
      let last: [string, PowerOutcome][] = []
      for (let target = waiting.shift(); target; target = waiting.shift()) {
        if (hasEnded()) {
          last.push([target.id, notSent(target, whyEnded!)]) // it has
          continue
        }
        tell(new Map([...last, [target.id, { kind: 'sending' }]]))
        sent.push(target)
        // oxlint-disable-next-line no-await-in-loop -- a few at once, one after another in each
        last = [[target.id, await sendOne(target, each)]]
      }
      if (last.length > 0) tell(new Map(last))
    }
    await Promise.all(Array.from({ length: requestsAtOnce }, worker))
    // Whoever shows the fleet learns what has become of them; nothing depends on it.
    if (!signal.aborted) await tools.look(sent.flatMap(({ vmUuid }) => vmUuid ?? [])).catch(() => {})
  }

  async function sendOne(target: PowerTarget, each: Exclude<PowerAction, 'stop'>): Promise<PowerOutcome> {
    if (target.wasUncertain) {
      const earlier = await hasReached(target)
      if (earlier === true) return reached
      if (earlier === null)
        return { kind: 'unknown', detail: 'Whether an earlier request has reached it could not be read, so nothing was sent.' }
    }
    try {
      await patiently(() => tools.send(target.id, each), { tries: triesWhenBusy, mayRepeat: isTooMany, rows: [target], purpose: 'send' })
      return { kind: 'accepted' }
    } catch (error) {
      if (error instanceof NotAsked) return notSent(target, error.message)
      if (isLost(error)) return whatCameOf(target, error)
      if (maySpeakOfUs(error) && (await isOnRecord(target)) === true) return met
      if (endsTheRun(error, action)) whyEnded ??= wordsOf(error)
      return { kind: 'error', detail: wordsOf(error) }
    }
  }

  const isOnRecord = (target: PowerTarget): Promise<boolean | null> =>
    patiently(() => tools.hasBegun(target.id, action), {
      tries: triesOfALook,
      mayRepeat: (error) => isTooMany(error) || isPassing(error),
      rows: [target],
      purpose: 'look-after',
    }).catch(() => null)

  /** What became of a request whose answer was lost: looked at twice, since it may still be worked on. */
  async function whatCameOf(target: PowerTarget, lostBy: unknown): Promise<PowerOutcome> {
    let has = await hasReached(target)
    if (has !== true) {
      await clock.wait(secondLookMs)
      has = await hasReached(target)
    }
    if (has === true) return { kind: 'accepted' }
    if (has === false) return lostAndNotDone(lostBy, 'no such operation of it is on record')
    whyEnded ??= noUsableAnswer
    return lostAndUnread
  }

  /** Whether the action has reached a CVM, by its state or by its operations; `null` where neither could be read. */
  async function hasReached(target: PowerTarget): Promise<boolean | null> {
    try {
      const status = (await lookAt([target], 'look-after'))[target.vmUuid ?? '']
      if (status && hasArrived(action, status)) return true
      return await isOnRecord(target)
    } catch {
      return null
    }
  }

  async function lookUp(chunk: readonly PowerTarget[]): Promise<void> {
    const closed = new Error('the page was closed')
    if (action === 'stop') return tellWhatCameOfStop(chunk, null, closed)
    const waiting = [...chunk]
    const worker = async () => {
      for (let target = waiting.shift(); target; target = waiting.shift()) {
        // oxlint-disable-next-line no-await-in-loop -- a few at once, one after another in each
        tell(new Map([[target.id, await whatCameOf(target, closed)]]))
      }
    }
    await Promise.all(Array.from({ length: requestsAtOnce }, worker))
  }

  return { carryOut, lookUp }
}

const isPassing = (error: unknown) => error instanceof ApiError && (error.kind === 'unreachable' || error.kind === 'server-trouble')

/**
 * A browser sends a request a second time by itself when a reused connection breaks. The second one then meets what the first one began, and
 * is refused for it; the CVM was free when it was looked at.
 */
const maySpeakOfUs = (error: unknown) => error instanceof ApiError && (error.kind === 'busy' || error.kind === 'refused')

const endedWhileWaiting = 'You ended the run while Phala Cloud asked to wait.'
const noUsableAnswer = 'An earlier request got no usable answer.'
const reached: PowerOutcome = { kind: 'accepted', detail: 'An earlier request has reached it. Nothing was sent again.' }
const met: PowerOutcome = { kind: 'accepted', detail: 'It is under way: a request of the same kind had reached it already.' }
const lostAndUnread: PowerOutcome = {
  kind: 'unknown',
  detail: 'No usable answer came, and its state could not be read. A retry looks first.',
}
const lostAndNotDone = (lostBy: unknown, fact: string): PowerOutcome => ({
  kind: 'error',
  detail: `No usable answer came (${wordsOf(lostBy)}) and ${fact}. It was not sent again.`,
})
